import { beforeAll, describe, expect, it } from '@jest/globals';
import { deviations } from '../testing/documented.ts';
import { withExample, type Body } from '../testing/service.ts';

const example = withExample();

const SPAN = 'from=2023-01&to=2023-12';

/** Every address about books, statistics and warnings that can be asked for another time. */
const ADDRESSES = [
  'books/journal?month=2023-03',
  'books/journal?month=2023-04&bookAccount=contributions',
  'books/general-ledger?year=2023&bookAccount=contributions',
  'books/trial-balance?period=2023',
  'books/income-and-expenditure?period=2023-04',
  'books/balance-sheet?period=2023',
  'books/closed-months?year=2023',
  `statistics/fund?${SPAN}`,
  `statistics/care?${SPAN}&by=institution`,
  `statistics/care?${SPAN}&by=age-band&ageBand=35-44`,
  'indicators?month=2023-03',
  'budget?through=2023-03',
  'warnings?from=2023-03',
  'warnings/measured?month=2023-03',
];

const CONTRIBUTION = { type: 'RecordContribution', personId: 'example-person', base: '6000.00' };
const VISIT = { type: 'SettleVisit', personId: 'example-person', total: '80.00', inScope: '80.00' };

/** After the example: what each of the addresses has something to say about, and what changes earlier answers later. */
const MORE: readonly object[] = [
  {
    type: 'DesignateInstitution',
    institutionId: 'second-hospital',
    name: '第二医院',
    kind: 'medical',
    tier: 1,
    outpatientPooling: true,
    from: '2023-01-01',
  },
  { type: 'SetBudget', year: 2023, line: 'ordinary', amount: '200.00' },
  { ...VISIT, visitId: 'same-day', institutionId: 'second-hospital', date: '2023-03-06' },
  { ...CONTRIBUTION, month: '2023-03', paidOn: '2023-03-08' },
  ...['2023-01', '2023-02', '2023-03'].map((month) => ({ type: 'CloseMonth', month })),
  { ...CONTRIBUTION, month: '2023-04', paidOn: '2023-03-28' },
  { ...VISIT, visitId: 'late', institutionId: 'second-hospital', date: '2023-03-10' },
  { type: 'ReverseSettlement', personId: 'example-person', visitId: 'same-day', date: '2023-04-02', reason: 'r' },
  { type: 'SetBudget', year: 2023, line: 'ordinary', amount: '300.00' },
];

async function ask(address: string, times: string): Promise<Body> {
  const { status, body } = await example.client.get(`/regions/panzhihua/${address}&${times}`);
  expect([address, status, body.detail]).toEqual([address, 200, undefined]);
  return body;
}

async function askAll(times: string): Promise<{ readonly [address: string]: Body }> {
  const answers: { [address: string]: Body } = {};
  for (const address of ADDRESSES) answers[address] = await ask(address, times);
  return answers;
}

/** What was answered live after each command, by the position that the log had reached then. */
const live = new Map<string, { readonly [address: string]: Body }>();

beforeAll(async () => {
  const keep = async (position: string): Promise<void> => {
    live.set(position, await askAll(`minPosition=${position}`));
  };
  const send = async (commandId: string, command: object): Promise<string> => {
    const { status, body } = await example.client.send({ commandId, region: 'panzhihua', ...command });
    expect([commandId, status, body.detail]).toEqual([commandId, 200, undefined]);
    return body.position as string;
  };
  await keep(example.position);
  for (const [at, command] of MORE.entries()) await keep(await send(`more-${String(at)}`, command));
  const { rows } = await ask('warnings?from=2023-03', `minPosition=${[...live.keys()].at(-1) as string}`);
  const warnings = (rows as readonly { readonly warning: string }[]).map(({ warning }) => warning);
  const about = { institutionId: 'second-hospital', warnings };
  const opened = { type: 'OpenCase', caseId: 'K1', violation: 'other', date: '2023-05-02', reason: 'r', actor: 'i' };
  await keep(await send('case', { ...opened, about }));
});

describe('books, statistics and warnings', () => {
  it('answer as known at each position what they answered live when the log ended there', async () => {
    expect(live.size).toBe(MORE.length + 2);
    for (const [position, answers] of live) {
      expect([position, await askAll(`knownAt=${position}`)]).toEqual([position, answers]);
    }
    for (const address of ADDRESSES) {
      const told = [...live.values()].map((answers) => JSON.stringify({ ...answers[address], upTo: '' }));
      expect([address, new Set(told).size > 1]).toEqual([address, true]);
    }
  });

  it('answer as known as it is described', async () => {
    const position = [...live.keys()].at(-1) as string;
    for (const address of ADDRESSES) {
      const path = `/regions/{region}/${address.split('?')[0] as string}`;
      const body = await ask(address, `knownAt=${position}&asOf=2023-12-31`);
      expect([address, await deviations(example.client, path, body)]).toEqual([address, []]);
    }
  });

  it('know nothing before the first event', async () => {
    const answers = await askAll('knownAt=2001-01-01T00:00:00Z');
    expect(answers[`statistics/fund?${SPAN}`]).toEqual({ upTo: '0', rows: [] });
    expect(answers['books/closed-months?year=2023']).toMatchObject({ upTo: '0', rows: [] });
    expect(answers['warnings?from=2023-03']).toEqual({ rows: [], next: null });
  });

  it('count as of a business date what is dated up to it', async () => {
    const totals = (body: Body): unknown =>
      (body.rows as Body[]).map(({ month, pooledSpending }) => [month, pooledSpending]);
    expect(totals(await ask(`statistics/fund?${SPAN}`, 'asOf=2023-03-01'))).toEqual([
      ['2023-01', '0.00'],
      ['2023-02', '0.00'],
    ]);
    expect((await ask('books/journal?month=2023-03', 'asOf=2023-03-05')).rows).toEqual([]);
    expect((await ask('books/closed-months?year=2023', 'asOf=2023-03-30')).rows).toMatchObject([
      { month: '2023-01' },
      { month: '2023-02' },
    ]);
    expect((await ask('warnings?from=2023-03', 'asOf=2023-03-05')).rows).toEqual([]);
  });

  it.each([
    ['soon', 'asOf=2023-03-31&knownAt=soon', 'knownAt'],
    ['a position that the log has not reached', 'knownAt=999999', 'knownAt'],
    ['an instant to come', 'knownAt=2999-01-01T00:00:00Z', 'knownAt'],
    ['a day that there is not', 'asOf=2023-02-30', 'asOf'],
  ])('refuse %s, and name the field', async (_what, times, field) => {
    for (const address of ADDRESSES) {
      const reply = await example.client.get(`/regions/panzhihua/${address}&${times}`);
      expect([address, reply.status, reply.type, reply.body.field]).toEqual([
        address,
        400,
        expect.stringContaining('application/problem+json'),
        field,
      ]);
    }
  });
});
