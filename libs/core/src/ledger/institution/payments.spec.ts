import { describe, expect, test } from '@jest/globals';
import { deciding } from '../refusal.ts';
import { clearingDay, decidePaymentApproval, decidePaymentProposal, decidePaymentRecord } from './decide-payment.ts';
import type { Payable } from './month-due.ts';
import { evolvePayments, NO_PAYMENTS, readPaymentId, type PaymentEvent, type PaymentsState } from './payments.ts';

type Months = Readonly<Record<string, readonly [settled: string, reversed: string]>>;

/** What H1 is due, as the log says it at the moment. */
function due(months: Months): Payable {
  const totals = Object.entries(months).map(([month, [settled, reversed]]) => [month, { settled, reversed }] as const);
  return { upTo: '7', months: Object.fromEntries(totals) };
}

/** H1's payments: proposals by the accountant and approvals by the cashier, unless it is said otherwise. */
class Clearing {
  state: PaymentsState = NO_PAYMENTS;
  readonly closed = new Set<number>();

  propose(month: string, payable: Payable): Extract<PaymentEvent, { readonly type: 'PaymentProposed' }>['data'] {
    const command = { commandId: 'c', region: 'sample', type: 'PayInstitution', institutionId: 'H1', month } as const;
    const event = decidePaymentProposal(command, this.state, this.context(payable, 'accountant'));
    this.state = evolvePayments(this.state, event);
    if (event.type !== 'PaymentProposed') throw new Error(event.type);
    return event.data;
  }

  approve(paymentId: string, payable: Payable, actor = 'cashier'): PaymentEvent['data'] | string {
    const command = { commandId: 'd', region: 'sample', type: 'ApprovePayment', paymentId } as const;
    const outcome = deciding(() => decidePaymentApproval(command, this.state, this.context(payable, actor)));
    if (!outcome.ok) return `${outcome.refusal.code} ${outcome.refusal.field ?? ''}`;
    this.state = evolvePayments(this.state, outcome.value);
    return outcome.value.data;
  }

  record(paymentId: string, date: string, actor = 'paymaster'): PaymentEvent['data'] | string {
    const command = {
      commandId: 'e',
      region: 'sample',
      type: 'RecordPayment',
      paymentId,
      date,
      reference: 'B-17',
    } as const;
    const outcome = deciding(() => decidePaymentRecord(command, this.state, this.context(due({}), actor)));
    if (!outcome.ok) return `${outcome.refusal.code} ${outcome.refusal.field ?? ''}`;
    this.state = evolvePayments(this.state, outcome.value);
    return outcome.value.data;
  }

  private context(payable: Payable, actor: string) {
    return { payable, isYearClosed: (year: number) => this.closed.has(year), actor };
  }
}

describe('what an institution is due', () => {
  test('is what was settled less what was reversed, with the position up to which it was counted', () => {
    expect(
      new Clearing().propose('2023-03', due({ '2023-03': ['150.00', '30.00'], '2023-04': ['9.00', '0.00'] })),
    ).toEqual({
      paymentId: 'H1-2023-03-1',
      month: '2023-03',
      settled: '150.00',
      reversed: '30.00',
      paidBefore: '0.00',
      amount: '120.00',
      upTo: '7',
      proposedBy: 'accountant',
    });
  });

  test('is nothing for a month without visits', () => {
    expect(new Clearing().propose('2023-05', due({})).amount).toBe('0.00');
  });

  test('is less by what was approved for the month, and not by what was only proposed', () => {
    const clearing = new Clearing();
    const march = due({ '2023-03': ['120.00', '0.00'] });
    const first = clearing.propose('2023-03', march);
    expect(clearing.propose('2023-03', march)).toMatchObject({ paymentId: 'H1-2023-03-2', amount: '120.00' });
    clearing.approve(first.paymentId, march);
    const more = due({ '2023-03': ['150.00', '0.00'] });
    expect(clearing.propose('2023-03', more)).toMatchObject({ paidBefore: '120.00', amount: '30.00' });
  });

  test('is not below zero', () => {
    const clearing = new Clearing();
    clearing.approve(
      clearing.propose('2023-03', due({ '2023-03': ['120.00', '0.00'] })).paymentId,
      due({ '2023-03': ['120.00', '0.00'] }),
    );
    expect(clearing.propose('2023-03', due({ '2023-03': ['120.00', '60.00'] })).amount).toBe('0.00');
  });
});

describe('an approval', () => {
  const march = due({ '2023-03': ['120.00', '0.00'] });

  test('pays what was proposed', () => {
    const clearing = new Clearing();
    expect(clearing.approve(clearing.propose('2023-03', march).paymentId, march)).toEqual({
      paymentId: 'H1-2023-03-1',
      month: '2023-03',
      amount: '120.00',
      withheld: [],
      paid: '120.00',
      upTo: '7',
      approvedBy: 'cashier',
    });
  });

  test('keeps back what was reversed after its month had been paid: from the next months, as far as they go', () => {
    const clearing = new Clearing();
    clearing.approve(clearing.propose('2023-03', march).paymentId, march);
    // 60.00 of March are taken back: April's 25.00 are withheld whole, May's 50.00 but for 15.00.
    const later = due({ '2023-03': ['120.00', '60.00'], '2023-04': ['25.00', '0.00'], '2023-05': ['50.00', '0.00'] });
    expect(clearing.approve(clearing.propose('2023-04', later).paymentId, later)).toMatchObject({
      amount: '25.00',
      withheld: [{ month: '2023-03', amount: '25.00' }],
      paid: '0.00',
    });
    expect(clearing.approve(clearing.propose('2023-05', later).paymentId, later)).toMatchObject({
      amount: '50.00',
      withheld: [{ month: '2023-03', amount: '35.00' }],
      paid: '15.00',
    });
    // March was given back by then: a late visit of 10.00 is due again.
    const late = due({ '2023-03': ['130.00', '60.00'] });
    expect(clearing.propose('2023-03', late)).toMatchObject({ paidBefore: '60.00', amount: '10.00' });
  });

  test('of a second proposal for the same visits pays nothing', () => {
    const clearing = new Clearing();
    const [first, second] = [clearing.propose('2023-03', march), clearing.propose('2023-03', march)];
    clearing.approve(first.paymentId, march);
    expect(clearing.approve(second.paymentId, march)).toMatchObject({
      amount: '120.00',
      withheld: [{ month: '2023-03', amount: '120.00' }],
      paid: '0.00',
    });
    expect(clearing.state.paidFor).toEqual({ '2023-03': '120.00' });
  });

  test('of what was reversed since the proposal pays what is left', () => {
    const clearing = new Clearing();
    const { paymentId } = clearing.propose('2023-03', march);
    expect(clearing.approve(paymentId, due({ '2023-03': ['120.00', '30.00'] }))).toMatchObject({ paid: '90.00' });
  });

  test('is by another person, once', () => {
    const clearing = new Clearing();
    const { paymentId } = clearing.propose('2023-03', march);
    expect(clearing.approve(paymentId, march, 'accountant')).toBe('same-actor actor');
    expect(clearing.approve(paymentId, march)).toMatchObject({ paid: '120.00' });
    expect(clearing.approve(paymentId, march)).toBe('already-exists paymentId');
    expect(clearing.approve(paymentId, march, 'accountant')).toBe('already-exists paymentId');
  });

  test.each(['H1-2023-03-2', 'nothing', 'constructor', '__proto__'])(
    'of %s, which was not proposed, is refused',
    (id) => {
      const clearing = new Clearing();
      clearing.propose('2023-03', march);
      expect(clearing.approve(id, march)).toBe('unknown-payment paymentId');
    },
  );
});

describe("a payment's business date", () => {
  test.each([
    ['2023-03', [], '2023-04-01'],
    ['2023-12', [2023], '2024-01-01'],
    ['2023-03', [2023], '2024-01-01'],
    ['2023-12', [2023, 2024], '2025-01-01'],
  ])('%s, years %j closed: %s', (month, closed, day) => {
    expect(clearingDay(month, (year) => closed.includes(year))).toBe(day);
  });
});

describe("a payment's id", () => {
  test.each(['H1', 'H-1', 'H1-2023-03-1', '-', '医院 1'])('tells the institution %j again', (institutionId) => {
    expect(readPaymentId(`${institutionId}-2023-03-12`)).toEqual({ institutionId, month: '2023-03', number: 12 });
  });

  test.each(['', 'nothing', '2023-03-1', '-2023-03-1', 'H1-2023-13-1', 'H1-2023-03-0', 'H1-2023-03'])(
    'is not %j',
    (id) => {
      expect(readPaymentId(id)).toBeUndefined();
    },
  );
});

describe('what the bank paid', () => {
  const march = due({ '2023-03': ['120.00', '0.00'] });

  test('is what the approval left to pay, once', () => {
    const clearing = new Clearing();
    const { paymentId } = clearing.propose('2023-03', due({ '2023-03': ['150.00', '0.00'] }));
    clearing.approve(paymentId, march);
    const made = { paymentId, month: '2023-03', paid: '120.00', reference: 'B-17', madeBy: 'paymaster' };
    expect(clearing.record(paymentId, '2023-04-03')).toEqual(made);
    expect(clearing.record(paymentId, '2023-04-03')).toBe('already-exists paymentId');
    expect(clearing.approve(paymentId, march, 'reviewer')).toBe('already-exists paymentId');
  });

  test.each([
    ['the one who proposed it', '2023-04-03', 'accountant', 'same-actor actor'],
    ['the one who approved it', '2023-04-03', 'cashier', 'same-actor actor'],
    ['a third person before the month is over', '2023-03-31', 'paymaster', 'invalid-command date'],
    ['a third person in a closed year', '2022-12-31', 'paymaster', 'year-closed date'],
  ])('is not recorded by %s', (_who, date, actor, refusal) => {
    const clearing = new Clearing();
    clearing.closed.add(2022);
    const { paymentId } = clearing.propose('2023-03', march);
    expect(clearing.record(paymentId, '2023-04-03')).toBe('payment-not-approved paymentId');
    clearing.approve(paymentId, march);
    expect(clearing.record(paymentId, date, actor)).toBe(refusal);
  });

  test('is nothing where all of it was withheld', () => {
    const clearing = new Clearing();
    const { paymentId } = clearing.propose('2023-03', march);
    clearing.approve(paymentId, due({ '2023-03': ['120.00', '120.00'] }));
    expect(clearing.record(paymentId, '2023-04-03')).toBe('invalid-command paymentId');
  });
});
