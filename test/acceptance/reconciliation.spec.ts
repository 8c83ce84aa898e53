import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { reconciliationOf, type ReconciliationRequest } from '@gongji/application';
import { medical, ON_JOB, topUp, visit, type Step } from '../support/commands.ts';
import { commandOf } from '../support/examples.ts';
import { openTestLedger, type TestLedger } from '../support/test-ledger.ts';

/** An institution's file is compared with the ledger; what differs stays open until it is resolved. */

const REGION = 'panzhihua';
const MARCH = { region: REGION, institutionId: 'H1', from: '2023-03-01', to: '2023-03-31', clearingType: '11' };
let ledger: TestLedger;
let sent = 0;

async function answered(...steps: readonly Step[]): Promise<readonly unknown[]> {
  const answers = await ledger.answers(steps.map((step) => commandOf(step, (sent += 1), REGION)));
  return answers.map((answer) => (answer.ok ? answer.result : `${answer.error.code} ${answer.error.field ?? ''}`));
}

async function* bytes(rows: readonly string[]): AsyncIterable<Uint8Array> {
  const whole = Buffer.from(rows.map((row) => `${row.replaceAll(' ', '\t')}\n`).join(''));
  for (let at = 0; at < whole.length; at += 50) yield whole.subarray(at, at + 50);
}

async function reconcile(date: string, rows: readonly string[], more: Partial<ReconciliationRequest> = {}) {
  const command = await reconciliationOf({ ...MARCH, date, ...more }, bytes(rows), ledger.views);
  const answer = await ledger.ledger.submit(command);
  await ledger.views.catchUp();
  return answer.ok ? answer.result.items : answer.error;
}

async function items(state?: 'open') {
  const { rows } = await ledger.views.reconciliation.items(REGION, state === undefined ? {} : { state });
  return rows.map(({ kind, settlementId, state: is }) => `${kind} ${String(settlementId)} ${is}`);
}

const V1 = 'V1 V1 P 100.00 0.00 10.00 0';
let V2: string;

beforeAll(async () => {
  ledger = await openTestLedger();
  const given = await answered(
    medical('H1', 1),
    medical('H2', 1),
    ON_JOB,
    topUp('100.00', '2023-01-05'),
    visit('H1', '100.00', '2023-03-01', { visitId: 'V1', inScope: '0.00', account: { limit: '10.00' } }),
    visit('H1', '500.00', '2023-03-31', { visitId: 'V2' }),
    visit('H1', '50.00', '2023-03-15', { visitId: 'V3', inScope: '0.00' }),
    { type: 'ReverseSettlement', visitId: 'V3', date: '2023-04-02', reason: 'wrong person' },
    visit('H1', '70.00', '2023-04-01', { visitId: 'V4', inScope: '0.00' }),
    visit('H2', '70.00', '2023-03-03', { visitId: 'V5' }),
  );
  expect(given.filter((each) => typeof each === 'string')).toEqual([]);
  await ledger.views.catchUp();
  V2 = `V2 V2 P 500.00 ${String((await ledger.views.settlement(REGION, 'P', 'V2'))?.pooled)} 0.00 0`;
  expect(V2).not.toContain(' 0.00 0.00 ');
});

afterAll(() => ledger.close());

describe('reconciling an institution’s month', () => {
  test('finds nothing where both sides agree, refunds left out', async () => {
    expect(await reconcile('2023-04-03', [V1, V2])).toBe(0);
    const refunded = ['V3 V3 P 50.00 0.00 0.00 0', 'V3 V3 P -50.00 0.00 0.00 1'];
    expect(await reconcile('2023-04-03', [V1, V2, ...refunded])).toBe(0);
  });

  test('with refunds as rows of their own, counts those made in the span', async () => {
    const included = { refunds: 'included' } as const;
    const march = [V1, V2, 'V3 V3 P 50.00 0.00 0.00 0'];
    expect(await reconcile('2023-04-03', march, included)).toBe(0);
    const april = { from: '2023-04-01', to: '2023-04-30', ...included };
    const rows = ['V3 V3 P -50.00 0.00 0.00 1', 'V4 V4 P 70.00 0.00 0.00 0'];
    expect(await reconcile('2023-04-30', rows, april)).toBe(0);
  });

  test('where fund_pay_sumamt contains the account, says so', async () => {
    const rows = ['V1 V1 P 100.00 10.00 10.00 0', V2];
    expect(await reconcile('2023-04-03', rows, { accountInFund: true })).toBe(0);
  });

  test('lists what only one side has and what differs, and keeps it open', async () => {
    expect(await items()).toEqual([]);
    expect(await reconcile('2023-04-04', ['V1 V1 P 100.00 9.00 10.00 0', 'V9 V9 P 30.00 0.00 0.00 0'])).toBe(3);
    expect(await items('open')).toEqual(['differing V1 open', 'ledger-only V2 open', 'institution-only V9 open']);
  });

  test('a settlement that agrees, a reversal and a decision end an item', async () => {
    await answered(visit('H1', '30.00', '2023-03-09', { visitId: 'V9', inScope: '0.00' }), {
      type: 'ReverseSettlement',
      visitId: 'V2',
      date: '2024-02-01',
      reason: 'never happened',
    });
    await ledger.views.catchUp();
    expect(await items('open')).toEqual(['differing V1 open']);
    const { rows } = await ledger.views.reconciliation.items(REGION, { state: 'open' });
    const { reconciliationId, item } = rows[0] as { reconciliationId: string; item: number };
    const about = {
      type: 'ResolveReconciliationItem',
      year: 2023,
      reconciliationId,
      date: '2024-02-02',
      reason: 'typo',
    };
    expect(await answered({ ...about, item: 4 }, { ...about, item }, { ...about, item })).toEqual([
      'unknown-reconciliation item',
      {},
      'already-exists item',
    ]);
    await ledger.views.catchUp();
    expect(await items()).toEqual(['differing V1 decided', 'ledger-only V2 reversed', 'institution-only V9 settled']);
  });

  test('a later file ends what agrees by now', async () => {
    expect(await reconcile('2023-04-05', [V1])).toBe(1);
    expect(await items('open')).toEqual(['ledger-only V9 open']);
    expect(await reconcile('2023-04-06', [V1, 'V9 V9 P 30.00 0.00 0.00 0'])).toBe(0);
    expect((await items()).slice(-1)).toEqual(['ledger-only V9 agreed']);
  });

  test('totals alone open one item', async () => {
    const totals = { count: 2, total: '130.00', fund: '1.00', account: '10.00' };
    const about = { type: 'RecordReconciliation', insuranceType: '310', date: '2023-04-07', ...MARCH };
    expect(await answered({ ...about, reconciliationId: 'T', totals })).toMatchObject([{ items: 1 }]);
    expect(await answered({ ...about, reconciliationId: 'T', totals })).toEqual(['already-exists reconciliationId']);
    await ledger.views.catchUp();
    expect(await items('open')).toEqual(['totals null open']);
    expect((await ledger.views.reconciliation.figures(REGION, { state: 'open' })).answer).toMatchObject([
      { clearingType: '11', kind: 'totals', items: 1, institution: { fund: '1.00' }, ledger: { fund: '0.00' } },
    ]);
  });

  test('rows that do not explain the difference of the totals are refused', async () => {
    const about = { type: 'RecordReconciliation', insuranceType: '310', date: '2023-04-08', ...MARCH };
    const totals = { count: 2, total: '131.00', fund: '0.00', account: '10.00' };
    const told = { ...about, reconciliationId: 'U', totals, digest: 'a'.repeat(64) };
    const differences = [
      { settlementId: 'V1', personId: 'P', institution: { total: '101.00', fund: '0.00', account: '10.00' } },
    ];
    expect(await answered(told, { ...told, differences })).toEqual(['invalid-command differences', { items: 1 }]);
  });

  test('names bad rows by line and field', async () => {
    const rows = [
      'setl_id mdtrt_id psn_no medfee_sumamt fund_pay_sumamt acct_pay refd_setl_flag',
      'V1 V1 P 100.005 0.00 0.00 0',
      'V1 V1 P 100.00 101.00 0.00 0',
      'V1 V1 P 100.00 0.00 0.00 1',
      'V1 V1 P 100.00 0.00',
    ];
    await expect(reconcile('2023-04-09', rows)).rejects.toMatchObject({
      count: 4,
      rows: [
        { line: 2, field: 'medfee_sumamt' },
        { line: 3, field: 'fund_pay_sumamt' },
        { line: 4, field: 'medfee_sumamt' },
        { line: 5 },
      ],
    });
    await expect(reconcile('2023-04-09', [V1, V1])).rejects.toThrow('line 2 setl_id: came in line 1 already');
  });
});
