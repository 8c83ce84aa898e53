import { afterAll, beforeAll, describe, expect, jest, test } from '@jest/globals';
import { parametersStream, personStream, type ParametersState, type PolicyPack } from '@gongji/core';
import {
  familiesOf,
  peopleIn,
  History,
  NotSimulable,
  rulesOf,
  simulationReport,
  simulationTables,
  Simulator,
  type Changes,
  type Period,
  type SimulationReport,
} from '@gongji/proof';
import { createReadStream } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { enrol, medical } from '../support/commands.ts';
import { openTestLedger, policies, type TestLedger } from '../support/test-ledger.ts';

jest.setTimeout(240_000);

/**
 * What zibo's change of 2024-01-01 (articles 5 and 6) did: the sample's year 2024 decided again as if the rules of 2023 had gone on. A
 * difference is what the old rules would have given, less what the new ones gave.
 */

const SAMPLE = fileURLToPath(new URL('../../samples/zibo.ndjson', import.meta.url));
const YEAR_2024: Period = { from: '2024-01-01', to: '2024-12-31' };
const NO_CHANGES: Changes = { rows: [], parameters: [] };

let ledger: TestLedger;
let head: bigint;

beforeAll(async () => {
  ledger = await openTestLedger();
  await ledger.run(createReadStream(SAMPLE));
  head = await ledger.store.head();
});

afterAll(() => ledger.close());

/** The pack with the rows that ended with 2023 going on, and without those that began with 2024. */
async function withoutTheChange(): Promise<Changes> {
  const { pack } = (await policies()).of('zibo') ?? {};
  if (pack === undefined) throw new Error('there is no pack for zibo');
  const tables = pack.tables.map((table) => ({
    ...table,
    rows: table.rows
      .filter(({ from }) => from !== '2024-01-01')
      .map(({ until, ...row }) => (until === '2023-12-31' || until === undefined ? row : { ...row, until })),
  }));
  return { ...NO_CHANGES, pack: { pack: { ...pack, tables }, hash: 'the rules of 2023' } };
}

interface Asked {
  readonly period?: Partial<Period>;
  readonly persons?: readonly string[];
  readonly on?: TestLedger;
}

async function simulated(
  changes: Changes,
  { period = {}, persons, on: { store } = ledger }: Asked = {},
): Promise<SimulationReport> {
  const known = (await new History(store).asOf(parametersStream('zibo'), head + 1n)) as ParametersState;
  const rules = rulesOf(await policies(), 'zibo', changes, period, known);
  const families =
    persons?.map((id) => [personStream('zibo', id)]) ??
    familiesOf([await peopleIn(store, 'zibo', { after: 0n, upTo: head })]);
  const sums = await new Simulator(store, rules, head).simulate(families);
  const pack = { id: 'zibo-2022/1', hash: changes.pack?.hash ?? '' };
  return simulationReport({ region: 'zibo', period: rules.period, upTo: head, changes, pack }, sums);
}

async function onePerson(personId: string): Promise<SimulationReport> {
  return simulated(await withoutTheChange(), { period: YEAR_2024, persons: [personId] });
}

describe('the law of 2024 in zibo, against that of 2023', () => {
  test('zb-901, retired, 66: five points less, and 105.00 a month instead of 71.33', async () => {
    const report = await onePerson('zb-901');
    // 2024-01-01, tier 3: (800.00 − 700.00) × 55% = 55.00, at 50% 50.00.
    // 2024-02-01, tier 1, deductible borne: 100.00 × 65% = 65.00, at 60% 60.00.
    expect(report.all.pooled).toEqual({ found: '120.00', simulated: '110.00', change: '-10.00' });
    expect(report.all.patient).toEqual({ found: '780.00', simulated: '790.00', change: '10.00' });
    // 2% of 3566.25 is 71.325, half up 71.33; twelve months of it, against twelve times the former amount below 70.
    expect(report.all.credited).toEqual({ found: '855.96', simulated: '1260.00', change: '404.04' });
    expect(report).toMatchObject({ changed: 2, all: { winners: 1, losers: 0, gain: '394.04' } });
    expect(report.cost).toBe('394.04'); // 404.04 into the account, 10.00 less for care
    const january = report.months.filter(({ month }) => month === '2024-01');
    expect(january.map(({ line, change }) => [line, change])).toEqual([
      ['payment:ordinary', '-5.00'],
      ['to-accounts', '33.67'],
    ]);
  });

  test('zb-902, employed, 45: half of the former employer part goes on, and pays at the next visit', async () => {
    const report = await onePerson('zb-902');
    // January: 6000.00 × 2% = 120.00, and 6000.00 × 1.2% ÷ 2 = 36.00 besides; the pool's income stays 540.00 − 120.00.
    expect(report.all.credited).toEqual({ found: '120.00', simulated: '156.00', change: '36.00' });
    expect(report.lines).toEqual([
      { line: 'income', found: '420.00', simulated: '420.00', change: '0.00' },
      { line: 'payment:ordinary', found: '510.00', simulated: '510.00', change: '0.00' },
      { line: 'to-accounts', found: '0.00', simulated: '36.00', change: '36.00' },
    ]);
    // March: 1000.00 − 100.00 first − 50.00 deductible, × 60% = 510.00 under both; of 490.00 the account pays what it has.
    expect(report.all.account).toEqual({ found: '420.00', simulated: '456.00', change: '36.00' });
    expect(report.all.cash).toEqual({ found: '70.00', simulated: '34.00', change: '-36.00' });
    expect(report).toMatchObject({ settlements: 1, changed: 1, cost: '36.00', all: { gain: '36.00' } });
  });

  test('zb-903, whose care was all in 2023: nothing', async () => {
    const report = await onePerson('zb-903');
    expect(report).toMatchObject({ persons: 1, settlements: 0, changed: 0, cost: '0.00', months: [], largest: [] });
  });

  test('the whole sample: groups, winners and losers, the largest changes, as tables too', async () => {
    const report = await simulated(await withoutTheChange(), { period: YEAR_2024 });
    expect(report.refusals).toEqual({});
    expect(report.largest.find(({ personId }) => personId === 'zb-901')?.gain ?? '394.04').toBe('394.04');
    for (const dimension of ['status', 'age']) {
      const groups = report.groups.filter((group) => group.dimension === dimension);
      expect(sum(groups.map(({ gain }) => gain))).toBeCloseTo(Number(report.all.gain), 5);
      expect(sum(groups.map(({ pooled }) => pooled.change))).toBeCloseTo(Number(report.all.pooled.change), 5);
    }
    expect(report.distribution.reduce((all, { persons }) => all + persons, 0)).toBe(report.all.persons);
    expect(sum(report.months.map(({ change }) => change))).toBeCloseTo(
      sum(report.lines.map(({ change }) => change)),
      5,
    );
    const [months] = simulationTables(report);
    expect(months?.csv.split('\r\n')).toHaveLength(report.months.length + 2);
    expect(months?.csv).toContain('2024-01,to-accounts,');
  });
});

describe('other figures', () => {
  test('the same rules: not a fen', async () => {
    const report = await simulated(NO_CHANGES);
    expect(report).toMatchObject({ changed: 0, cost: '0.00', largest: [], refusals: {}, taken: 0 });
    expect(report.settlements).toBeGreaterThan(500);
    expect(report.months.filter(({ change }) => change !== '0.00')).toEqual([]);
    const asked = { commandId: 'fund', type: 'GetFund', region: 'zibo', from: '2023-01-01', to: '2027-12-31' };
    const [answer] = await ledger.answers([asked]);
    const { income, ...rest } = Object.fromEntries(report.lines.map(({ line, found }) => [line, found]));
    const payments = Object.entries(rest).filter(([line]) => line !== 'to-accounts');
    expect(answer).toMatchObject({
      ok: true,
      result: {
        pooled: {
          income,
          toAccounts: rest['to-accounts'],
          payments: Object.fromEntries(payments.map(([line, found]) => [line.slice('payment:'.length), found])),
        },
      },
    });
  });

  test('a pack that says the same in other rows: not a fen', async () => {
    const { pack } = (await policies()).of('zibo') as { readonly pack: PolicyPack };
    const tables = pack.tables.map((table) => ({ ...table, rows: [...table.rows].reverse() }));
    const report = await simulated({ ...NO_CHANGES, pack: { pack: { ...pack, tables }, hash: 'reversed' } });
    expect(report).toMatchObject({ changed: 0, cost: '0.00', refusals: {} });
  });

  test('a row, by hand: without the deductible of tier 3 zb-901 has 325.00 more', async () => {
    const changes = { ...NO_CHANGES, rows: [{ row: 'ordinary.deductible/3', value: '0.00' }] };
    const report = await simulated(changes, { period: { from: '2023-01-01', to: '2023-12-31' }, persons: ['zb-901'] });
    // 2023-12-31: 850.00 × 50% = 425.00 instead of (850.00 − 650.00) × 50% = 100.00.
    expect(report.lines.find(({ line }) => line === 'payment:ordinary')?.change).toBe('325.00');
  });

  test('a local parameter, by hand: an average pension of 4000.00 gives 80.00 a month', async () => {
    const changes = { ...NO_CHANGES, parameters: [{ name: 'averagePension', value: '4000.00' }] };
    const report = await simulated(changes, { period: YEAR_2024, persons: ['zb-901'] });
    expect(report.all.credited).toEqual({ found: '855.96', simulated: '960.00', change: '104.04' });
  });
});

describe('a family account under other figures', () => {
  const on = (personId: string, type: string, more: object): object => ({ type, region: 'zibo', personId, ...more });
  const visit = { institutionId: 'H1', total: '300.00', inScope: '300.00', account: { ownerId: 'O' } };
  const FAMILY = [
    { ...medical('H1', 1), region: 'zibo' },
    on('O', 'EnrolPerson', { ...enrol({ birthDate: '1990-01-01' }) }),
    on('M', 'EnrolPerson', { ...enrol({ birthDate: '1991-01-01' }) }),
    on('O', 'LinkFamilyMember', { memberId: 'M', relation: 'spouse', from: '2024-01-01' }),
    on('O', 'RecordContribution', { month: '2024-01', base: '10000.00', amount: '900.00', paidOn: '2024-01-10' }),
    on('M', 'SettleVisit', { visitId: 'v1', date: '2024-02-01', ...visit }),
    on('M', 'SettleVisit', { visitId: 'v2', date: '2024-02-02', ...visit }),
    on('M', 'ReverseSettlement', { visitId: 'v1', date: '2024-02-03', reason: 'twice' }),
    on('M', 'SettleVisit', { visitId: 'v3', date: '2024-02-04', ...visit }),
  ].map((command, at) => ({ commandId: `c${String(at)}`, ...command }));

  test('half the credit: the family member pays in cash what the account no longer has', async () => {
    const family = await openTestLedger();
    try {
      const answers = await family.answers(FAMILY);
      expect(answers.filter(({ ok }) => !ok)).toEqual([]);
      const changes = { ...NO_CHANGES, rows: [{ row: 'account.personalCredit/1', value: '0.01' }] };
      const report = await simulated(changes, { on: family, period: YEAR_2024 });
      // As it was, with 200.00: v1 (300.00 − 50.00) × 60% = 150.00, account 150.00. v2 180.00, account 50.00 of 120.00.
      // v1 back: 150.00 into the account, and no deductible borne. v3 150.00, account 150.00.
      // With 100.00: v1 account 100.00, v2 none, v1 back 100.00, v3 account 100.00.
      expect(report.all.pooled).toEqual({ found: '330.00', simulated: '330.00', change: '0.00' });
      expect(report.all.account).toEqual({ found: '200.00', simulated: '100.00', change: '-100.00' });
      expect(report.all.cash).toEqual({ found: '70.00', simulated: '170.00', change: '100.00' });
      // What was taken back leaves the hospital's tier, too.
      expect(report.groups.find(({ dimension }) => dimension === 'tier')).toMatchObject({
        value: '1',
        account: report.all.account,
        cash: report.all.cash,
      });
      expect(report.all.credited.change).toBe('-100.00');
      expect(report).toMatchObject({ changed: 3, cost: '-100.00', refusals: {} });
      expect(report.lines.find(({ line }) => line === 'income')?.change).toBe('100.00');
      expect(await simulated(NO_CHANGES, { on: family })).toMatchObject({ changed: 0, cost: '0.00' });
    } finally {
      await family.close();
    }
  });
});

describe('what cannot be simulated is refused', () => {
  test.each([
    ['a table', { rows: [{ row: 'ordinary.nothing', value: '1.00' }] }, {}, 'zibo-2022 has no table ordinary.nothing.'],
    ['a row', { rows: [{ row: 'ordinary.cap/9', value: '1.00' }] }, {}, 'The table ordinary.cap has 2 rows, no 9.'],
    ['a value', { rows: [{ row: 'ordinary.rate', value: '60%' }] }, {}, 'needs a rate such as "0.55", not "60%".'],
    ['a parameter', { parameters: [{ name: 'nothing', value: '1.00' }] }, {}, 'There is no local parameter nothing.'],
    ['a period', {}, { from: '2020-01-01' }, 'is in force from 2023-01-01 to 2027-12-31: the period must lie within.'],
    ['a period', {}, { from: '2024-01-01', to: '2023-01-01' }, 'The period begins on 2024-01-01, after its end.'],
    ['a date', {}, { to: '2024' }, '"2024" is no date'],
  ] as const)('%s', async (_what, changes, period, message) => {
    const refused = simulated({ ...NO_CHANGES, ...changes }, { period, persons: [] });
    await expect(refused).rejects.toThrow(NotSimulable);
    await expect(refused).rejects.toThrow(message);
  });

  test("another region's pack", async () => {
    const { pack } = (await policies()).of('baoshan') as { readonly pack: PolicyPack };
    const refused = simulated({ ...NO_CHANGES, pack: { pack, hash: '' } }, { persons: [] });
    await expect(refused).rejects.toThrow('The pack is that of baoshan, not of zibo.');
  });
});

function sum(amounts: readonly string[]): number {
  return amounts.reduce((all, amount) => all + Number(amount), 0);
}
