import { expect, test } from '@jest/globals';
import { createReadStream } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { computedBudget, ratio, type BudgetBasis, type LedgerEvent, type VisitSettled } from '@gongji/core';
import { AGE_BANDS, CARE_GROUPS, type CareGroup, type CareStatistics } from '@gongji/projections';
import { eventsOf } from '../support/events-of.ts';
import { commandOf } from '../support/examples.ts';
import { openTestLedger, policies, type TestLedger } from '../support/test-ledger.ts';

/** The statistics of each region's sample are what a plain loop over its events finds, to the fen. */

const SAMPLES = fileURLToPath(new URL('../../samples/', import.meta.url));
const REGIONS = ['panzhihua', 'shangrao', 'chongqing', 'baoshan', 'zibo'];

function fen(yuan: string | undefined): number {
  return Number((yuan ?? '0.00').replace('.', ''));
}

interface Counted {
  readonly group: { readonly [of in CareGroup]: string };
  readonly sums: { [sum: string]: number };
}

function bandOf(age: number): string {
  const bounds = [35, 45, 55, 65, 70];
  return AGE_BANDS[bounds.filter((bound) => age >= bound).length] as string;
}

interface Agencies {
  readonly [institutionId: string]: string;
}

function counted(month: string, sign: number, settled: VisitSettled, agencies: Agencies): Counted {
  const { facts } = settled;
  const amounts = {
    visits: 1,
    total: fen(settled.total),
    inScope: fen(settled.inScope),
    selfPayFirst: fen(settled.selfPayFirst),
    deductible: fen(settled.deductible),
    pooled: fen(settled.pooled),
    outpatientPooling: fen(settled.payments.ordinary),
    account: fen(settled.account),
    cash: fen(settled.cash),
    outOfCatalogue:
      settled.outOfCatalogue === undefined ? fen(settled.total) - fen(settled.inScope) : fen(settled.outOfCatalogue),
    examination: fen(settled.examination),
  };
  return {
    group: {
      month,
      institution: settled.institutionId,
      agency: agencies[settled.institutionId] ?? '',
      tier: facts.tier,
      status: facts.employment,
      'age-band': bandOf(facts.age),
      programme: settled.programme,
    },
    sums: Object.fromEntries(Object.entries(amounts).map(([name, amount]) => [name, sign * amount])),
  };
}

/** Every settlement and reversal, with its groups. */
function careIn(
  events: readonly (LedgerEvent & { readonly stream: string })[],
  agencies: Agencies,
): readonly Counted[] {
  const settled = new Map<string, VisitSettled>();
  return events.flatMap(({ type, data, occurredOn, stream }) => {
    const month = occurredOn.slice(0, 7);
    if (type === 'VisitSettled' || type === 'ReimbursementSettled') {
      settled.set(`${stream} ${data.visitId}`, data);
      return [counted(month, 1, data, agencies)];
    }
    if (type !== 'SettlementReversed') return [];
    return [counted(month, -1, settled.get(`${stream} ${data.visitId}`) as VisitSettled, agencies)];
  });
}

function groupedBy(care: readonly Counted[], by: CareGroup): { [group: string]: { [sum: string]: number } } {
  const groups: { [group: string]: { [sum: string]: number } } = {};
  for (const { group, sums } of care) {
    const sum = (groups[group[by]] ??= {});
    for (const [name, amount] of Object.entries(sums)) sum[name] = (sum[name] ?? 0) + amount;
  }
  return groups;
}

function inFen({ group: _group, visits, realisedShare: _share, ...amounts }: CareStatistics): {
  [sum: string]: number;
} {
  return { visits, ...Object.fromEntries(Object.entries(amounts).map(([name, amount]) => [name, fen(amount)])) };
}

/** Income, pooled spending and account spending of a month. */
function fundIn(events: readonly LedgerEvent[], month: string): object {
  const sums = { income: 0, pooledSpending: 0, outpatientPooling: 0, accountSpending: 0 };
  for (const { type, data, occurredOn } of events) {
    if (!occurredOn.startsWith(month)) continue;
    const sign = type === 'ContributionReversed' || type === 'SettlementReversed' ? -1 : 1;
    if (type === 'ContributionRecorded' || type === 'ContributionReversed') {
      sums.income += sign * (fen(data.amount) - fen(data.personal));
    }
    if (type === 'VisitSettled' || type === 'ReimbursementSettled' || type === 'SettlementReversed') {
      sums.pooledSpending += sign * fen(data.pooled);
      sums.outpatientPooling += sign * fen(data.payments.ordinary);
      sums.accountSpending += sign * fen(data.account);
    }
    if (type === 'AccountDebited' && data.cause === 'expense') sums.accountSpending += fen(data.amount);
    if (type === 'PremiumPaid') sums.accountSpending += fen(data.amount);
  }
  return sums;
}

type StreamEvent = LedgerEvent & { readonly stream: string };

/** The bases of a year's contributions that stand, and the insured retired persons, by month. */
function basesIn(events: readonly StreamEvent[], year: number): ReadonlyMap<string, BudgetBasis> {
  const standing = new Map<string, { readonly month: string; readonly fen: number }>();
  for (const { stream, type, data } of events) {
    if (type === 'ContributionRecorded')
      standing.set(`${stream} ${data.month}`, { month: data.month, fen: fen(data.base) });
    if (type === 'ContributionReversed') standing.delete(`${stream} ${data.month}`);
  }
  const persons = new Map<string, StreamEvent[]>();
  for (const event of events.filter(({ stream }) => stream.startsWith('insured-'))) {
    persons.set(event.stream, [...(persons.get(event.stream) ?? []), event]);
  }
  const months = Array.from({ length: 12 }, (_, at) => `${String(year)}-${String(at + 1).padStart(2, '0')}`);
  return new Map(
    months.map((month) => {
      const paid = [...standing.values()].filter((each) => each.month === month);
      const sum = paid.reduce((total, each) => total + each.fen, 0);
      const retired = [...persons.values()].filter((person) => isRetired(person, `${month}-01`)).length;
      return [month, { month, bases: (sum / 100).toFixed(2), contributions: paid.length, retired }];
    }),
  );
}

/** Whether a person was insured and retired on a day: the facts that hold then, of those that start on one day the one recorded last. */
function isRetired(events: readonly StreamEvent[], day: string): boolean {
  const facts = { employment: { from: '', value: '' }, entitlement: { from: '', value: '' } };
  const note = (fact: keyof typeof facts, from: string, value: string): void => {
    if (from <= day && from >= facts[fact].from) facts[fact] = { from, value };
  };
  let gone = '9999';
  for (const { type, data, occurredOn } of events) {
    if (type === 'InsuredEnrolled' || type === 'EmploymentChanged') note('employment', data.from, data.employment);
    if (type === 'InsuredEnrolled' || type === 'EntitlementResumed') note('entitlement', data.from, 'entitled');
    if (type === 'EntitlementSuspended') note('entitlement', data.from, 'suspended');
    if (type === 'AccountTransferredOut' || type === 'AccountRefunded') gone = occurredOn;
    if (type === 'AccountInherited') gone = data.deathDate;
  }
  return facts.employment.value === 'retired' && facts.entitlement.value === 'entitled' && day <= gone;
}

test('shangrao: the budget of art. 12 rests on the bases and the retired persons that the events have', async () => {
  const ledger = await openTestLedger();
  try {
    await ledger.run(createReadStream(`${SAMPLES}shangrao.ndjson`));
    await ledger.views.catchUp();
    const expected = basesIn(await eventsOf(ledger.store), 2023);
    const { answer } = await ledger.views.budgetBases('shangrao', 2023);
    expect(answer).toEqual([...expected.values()]);
    const [rule] = (await policies()).of('shangrao')?.supervision.budgets ?? [];
    if (rule === undefined) throw new Error('shangrao works out no budget');
    // The sample publishes 2987.66 as the average pension.
    const { amount } = computedBudget(rule, answer, () => '2987.66');
    const [bases, retired] = [...expected.values()].reduce(
      ([sum, persons], each) => [sum + fen(each.bases), persons + each.retired],
      [0, 0],
    );
    expect(fen(amount ?? '')).toBe(Math.round((bases + retired * 298_766) / 100));
  } finally {
    await ledger.close();
  }
});

/** Names an agency for every second institution, long after the visits. */
async function handledBy(ledger: TestLedger, region: string): Promise<Agencies> {
  await ledger.views.catchUp();
  const { rows } = await ledger.views.institutions(region, { limit: 1000 });
  const agencies = Object.fromEntries(
    rows.filter((_, at) => at % 2 === 0).map(({ institutionId }, at) => [institutionId, `A${String(at % 3)}`]),
  );
  const assigned = Object.entries(agencies).map(([institutionId, agency], at) =>
    commandOf(
      { commandId: `agency-${String(at)}`, type: 'AssignAgency', institutionId, agency, from: '2023-01-01' },
      at,
      region,
    ),
  );
  for (const answer of await ledger.answers(assigned)) expect(answer).toMatchObject({ ok: true });
  return agencies;
}

test.each(REGIONS)(
  '%s: care by every dimension, and the fund by month',
  async (region) => {
    const ledger = await openTestLedger();
    try {
      await ledger.run(createReadStream(`${SAMPLES}${region}.ndjson`));
      const agencies = await handledBy(ledger, region);
      await ledger.views.catchUp();
      const events = await eventsOf(ledger.store);
      const care = careIn(events, agencies);
      expect(care.length).toBeGreaterThan(1000);
      for (const by of Object.keys(CARE_GROUPS) as CareGroup[]) {
        const { answer } = await ledger.views.careStatistics(region, { by });
        const found = Object.fromEntries(answer.map((row) => [row.group, inFen(row)]));
        expect({ by, ...found }).toEqual({ by, ...groupedBy(care, by) });
        for (const row of answer) expect(row.realisedShare).toBe(ratio(row.pooled, row.inScope));
      }
      const months = (await ledger.views.fundStatistics(region)).answer;
      expect(months.length).toBeGreaterThan(12);
      for (const { month, income, pooledSpending, outpatientPooling, accountSpending } of months) {
        const found = Object.entries({ income, pooledSpending, outpatientPooling, accountSpending });
        expect({ month, ...Object.fromEntries(found.map(([name, amount]) => [name, fen(amount)])) }).toEqual({
          month,
          ...fundIn(events, month),
        });
        // The fund's own view counts what accounts spent by the account that paid, not by the visit.
        const fund = await ledger.views.fund(region, `${month}-01`, `${month}-31`);
        expect([month, fund.accounts.spent, fund.pooled.income]).toEqual([month, accountSpending, income]);
      }
    } finally {
      await ledger.close();
    }
  },
  120_000,
);
