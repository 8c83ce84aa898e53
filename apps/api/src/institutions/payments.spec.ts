import { beforeAll, describe, expect, it } from '@jest/globals';
import { withExample } from '../testing/service.ts';

const example = withExample({ positionWaitMs: 5_000 });
const PAYMENT = 'example-hospital-2023-03-1';

let position = '';
let due = '';

async function send(commandId: string, command: object): Promise<Record<string, string>> {
  const { body } = await example.client.send({ commandId, region: 'panzhihua', ...command });
  position = String(body.position);
  return body.result as Record<string, string>;
}

async function ask(address: string): Promise<Record<string, unknown>> {
  const mark = address.includes('?') ? '&' : '?';
  return (await example.client.get(`/regions/panzhihua/${address}${mark}minPosition=${position}`)).body;
}

beforeAll(async () => {
  const proposal = { type: 'PayInstitution', institutionId: 'example-hospital', month: '2023-03', actor: 'accountant' };
  due = (await send('propose', proposal)).amount as string;
});

interface Due {
  readonly due: object;
}

/** A contract, a prepayment that is made, and the clearing of the year. */
async function underContract(): Promise<void> {
  const institutionId = 'example-hospital';
  const terms = { method: 'actual-cost', depositRate: '0.05', prepayment: '9.00', basis: 'agreement of 2024' };
  await send('agree', { type: 'AgreeContract', institutionId, from: '2024-01', ...terms });
  await send('assess', {
    ...{
      type: 'RecordAssessment',
      institutionId,
      assessmentId: 'A1',
      year: 2024,
      result: 'good',
      reason: 'no findings',
    },
    date: '2024-12-31',
  });
  await send('prepay', { type: 'PayPrepayment', institutionId, month: '2024-01', actor: 'accountant' });
  const paymentId = `${institutionId}-2024-01-1`;
  await send('approve-2', { type: 'ApprovePayment', paymentId, actor: 'cashier' });
  const made = { type: 'RecordPayment', paymentId, date: '2024-01-02', reference: 'B-18', actor: 'paymaster' };
  await send('pay-2', made);
}

describe('a payment to an institution', () => {
  it('is shown with its amount before anybody proposes it', async () => {
    const [row] = (await ask('payables?from=2023-03&institution=example-hospital')).rows as Due[];
    expect(row?.due).toEqual({
      amount: due,
      lines: [{ kind: 'actual-cost', amount: due, article: 'panzhihua-2022 art. 17' }],
    });
  });

  it('is proposed, then approved and unpaid, then paid on the day that the bank says', async () => {
    expect(Number(due)).toBeGreaterThan(0);
    expect(await ask('payments')).toMatchObject({
      rows: [{ paymentId: PAYMENT, status: 'proposed', amount: due, approved: null, paid: null, unpaid: '0.00' }],
      next: null,
    });
    await send('approve', { type: 'ApprovePayment', paymentId: PAYMENT, actor: 'cashier' });
    expect((await ask('payments')).rows).toMatchObject([
      { status: 'approved', approved: { by: 'cashier', date: '2023-04-01', toPay: due }, paid: null, unpaid: due },
    ]);
    const approvedAt = position;
    const [hospital] = (await ask('payables')).institutions as readonly object[];
    expect(hospital).toMatchObject({ institutionId: 'example-hospital', approved: due, paid: '0.00', unpaid: due });

    const made = { type: 'RecordPayment', paymentId: PAYMENT, date: '2023-04-06', reference: 'B-17' };
    await send('pay', { ...made, actor: 'paymaster' });
    expect((await ask('payments?institution=example-hospital')).rows).toMatchObject([
      { status: 'paid', paid: { by: 'paymaster', date: '2023-04-06', reference: 'B-17' }, unpaid: '0.00' },
    ]);
    expect((await ask(`payments?knownAt=${approvedAt}`)).rows).toMatchObject([{ status: 'approved', unpaid: due }]);
    expect(await ask('payments?knownAt=999999')).toMatchObject({ status: 400, code: 'invalid-query' });
    expect((await ask('payments?asOf=2023-04-05')).rows).toMatchObject([{ status: 'approved', unpaid: due }]);
    expect((await ask('payables?from=2023-03&to=2023-03')).rows).toMatchObject([
      {
        ...{ month: '2023-03', approved: due, paid: due, unpaid: '0.00', prepayment: null, clearing: null },
        due: {
          amount: '0.00',
          lines: [
            { kind: 'actual-cost', amount: due, article: 'panzhihua-2022 art. 17' },
            { kind: 'paid-before', amount: `-${due}`, article: 'panzhihua-2022 art. 17' },
          ],
        },
      },
    ]);
  });

  it('leaves the expenditure account on that day, and is expenditure from then on', async () => {
    const { rows } = await ask('books/general-ledger?year=2023&bookAccount=expenditure-account');
    const pooled = (rows as readonly { month: string; subLedger: string; turnover: object; closing: object }[]).filter(
      ({ subLedger, month }) => subLedger === 'pooled-fund' && month === '2023-04',
    );
    expect(pooled).toMatchObject([{ turnover: { debit: due, credit: due }, closing: { debit: '0.00' } }]);
    const journal = await ask('books/journal?month=2023-04&bookAccount=expenditure-account');
    expect(journal.rows).toMatchObject([
      { date: '2023-04-01', kind: 'institution-drawing', reference: PAYMENT, amount: due },
      { date: '2023-04-06', kind: 'institution-payment', reference: PAYMENT, amount: due },
    ]);
  });
});

describe('a payment by contract', () => {
  beforeAll(underContract);

  it('shows its kind and its lines with their articles', async () => {
    expect((await ask('payments?from=2024-01')).rows).toMatchObject([
      {
        ...{ paymentId: 'example-hospital-2024-01-1', kind: 'prepayment', status: 'paid', amount: '9.00' },
        lines: [{ kind: 'prepayment', amount: '9.00', article: 'panzhihua-2022 art. 15', year: 2024 }],
      },
    ]);
    expect((await ask('payments?to=2023-12')).rows).toMatchObject([
      { kind: 'month', amount: due, lines: [{ kind: 'actual-cost', amount: due, article: 'panzhihua-2022 art. 17' }] },
    ]);
  });

  it('rests on a contract, which is shown beside the assessments', async () => {
    expect((await ask('contracts?institution=example-hospital')).rows).toMatchObject([
      {
        ...{ number: 1, from: '2024-01', method: 'actual-cost', depositRate: '0.05' },
        ...{ article: 'panzhihua-2022 art. 17', agreementArticle: 'panzhihua-2022 art. 15' },
      },
    ]);
    expect((await ask('contracts?asOf=2023-12-31')).rows).toEqual([]);
    expect((await ask('assessments')).rows).toMatchObject([
      { assessmentId: 'A1', year: 2024, article: 'panzhihua-2022 art. 15' },
    ]);
  });

  it('stands in the books as an advance', async () => {
    const { assets } = (await ask('books/balance-sheet?period=2024-01')) as { assets: { bookAccount: string }[] };
    expect(assets.find(({ bookAccount }) => bookAccount === 'prepayments')).toMatchObject({ amount: { fund: '9.00' } });
  });
});
