import { expect } from '@jest/globals';
import { postingsOf, type PaymentApproved, type PaymentProposed } from '@gongji/core';
import type { Told } from './many-regions.ts';

function fen(amount: string): number {
  return Number(amount.replace('.', ''));
}

function sum(amounts: readonly string[]): number {
  return amounts.reduce((total, amount) => total + fen(amount), 0);
}

/** Fen of the lines of some kinds. */
function of({ lines = [] }: Pick<PaymentProposed, 'lines'>, ...kinds: readonly string[]): number {
  return sum(lines.filter(({ kind }) => kinds.includes(kind)).map(({ amount }) => amount));
}

/** Deposits and prepayments in fen, by the events alone. */
class InHands {
  deposits = 0;
  advances = 0;

  approved(data: PaymentApproved): void {
    this.deposits -= of(data, 'deposit') + of(data, 'deposit-released') - fen(data.parts?.deposit ?? '0.00');
    this.advances += of(data, 'prepayment-offset');
  }

  made(parts: PaymentApproved['parts']): void {
    this.deposits -= fen(parts?.deposit ?? '0.00');
    this.advances += fen(parts?.prepayment ?? '0.00');
  }
}

/**
 * A payment's lines add up to its amount, and its parts to what is paid. At any moment the books hold just the deposits that were kept
 * back, less what was given back or kept for good, and the prepayments that were made, less what was taken back.
 */
export function paymentsAddUp({ events }: Told): void {
  const hands = new InHands();
  const booked = { 'deposits-held': 0, prepayments: 0 };
  for (const event of events) {
    const { type, data } = event;
    if ((type === 'PaymentProposed' || type === 'PaymentApproved') && data.lines !== undefined) {
      expect(sum(data.lines.map(({ amount }) => amount))).toBe(fen(data.amount));
    }
    if (type === 'PaymentApproved') {
      hands.approved(data);
      if (data.parts !== undefined) {
        expect(sum(Object.values(data.parts) as readonly string[])).toBe(fen(data.paid));
        expect(Math.min(...(Object.values(data.parts) as readonly string[]).map(fen))).toBeGreaterThanOrEqual(0);
      }
    }
    if (type === 'PaymentMade') hands.made(data.parts);
    for (const { bookAccount, side, amount } of postingsOf(event)) {
      if (bookAccount === 'deposits-held') booked[bookAccount] += side === 'credit' ? fen(amount) : -fen(amount);
      if (bookAccount === 'prepayments') booked[bookAccount] += side === 'debit' ? fen(amount) : -fen(amount);
    }
    expect(booked).toEqual({ 'deposits-held': hands.deposits, prepayments: hands.advances });
    expect(Math.min(hands.deposits, hands.advances)).toBeGreaterThanOrEqual(0);
  }
}
