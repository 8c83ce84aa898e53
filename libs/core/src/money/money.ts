import { Exact } from './exact.ts';

/** Money and rates: exact decimals. Amounts are yuan; in events and answers they are text with two decimals ("125.00"). */
export type { Exact };

export const ZERO: Exact = Exact.ZERO;

/** Reads an amount or a rate from its text. The text was checked where it came in. */
export function exact(text: string): Exact {
  return Exact.of(text);
}

/** Rounds half up to the fen (POLICY A1). */
export function toFen(amount: Exact): Exact {
  return amount.rounded(2);
}

/** Rounds half up to the yuan (panzhihua art. 4(2)). */
export function toYuan(amount: Exact): Exact {
  return amount.rounded(0);
}

/** An amount as events and answers carry it: yuan with two decimals. The amount must have been rounded before. */
export function money(amount: Exact): string {
  return amount.toFixed(2);
}

export function least(a: Exact, b: Exact): Exact {
  return a.lt(b) ? a : b;
}

/** The amount, or zero where it is negative. */
export function notNegative(amount: Exact): Exact {
  return amount.isNegative() ? ZERO : amount;
}

const AMOUNT = /^(0|[1-9]\d{0,12})(\.\d{1,2})?$/;

/** True for a text such as "450", "450.5" or "450.00": yuan, at most two decimals, not negative. */
export function isAmount(text: unknown): text is string {
  return typeof text === 'string' && AMOUNT.test(text);
}
