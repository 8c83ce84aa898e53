import { expect } from '@jest/globals';
import type { Answer } from '@gongji/application';
import {
  postingsOf,
  type DuePayment,
  type PaymentApproved,
  type PaymentLine,
  type PaymentProposed,
} from '@gongji/core';
import type { Due, Told } from './many-regions.ts';

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

/** What a clerk is shown as due is what the payments come to that are proposed then, line by line. */
export function duesAreProposed(dues: readonly Due[]): void {
  for (const { institutionId, month, shown, ...answers } of dues) {
    const place = [institutionId, month];
    expect([...place, shownOf(shown.due)]).toEqual([...place, proposed(answers.due)]);
    expect([...place, shownOf(shown.prepayment)]).toEqual([...place, proposed(answers.prepayment)]);
    if (answers.clearing !== undefined && shown.clearing !== null) {
      expect([...place, shownOf(shown.clearing)]).toEqual([...place, proposed(answers.clearing)]);
    }
  }
}

function shownOf(payment: DuePayment | null): object | null {
  return payment === null ? null : { amount: payment.amount, lines: payment.lines.map(inShort) };
}

/** What a dry run answers; null where it was refused. A payment without lines of its own is the actual cost less what was paid before. */
function proposed(answer: Answer): object | null {
  if (!answer.ok) return null;
  const { amount, lines } = answer.result as unknown as Pick<PaymentProposed, 'amount' | 'lines'>;
  return { amount, lines: lines?.map(inShort) ?? expect.anything() };
}

function inShort({ kind, amount }: Pick<PaymentLine, 'kind' | 'amount'>): string {
  return `${kind} ${amount}`;
}
