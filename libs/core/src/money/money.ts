import { Decimal } from 'decimal.js';

/**
 * Money and rates: exact decimals. Amounts are yuan; in events and answers they are text with two decimals ("125.00").
 *
 * A constructor of our own keeps the precision independent of whoever else uses decimal.js in the same process. Forty
 * digits leave thirty behind the fen for the quotients that pass from one rule to the next unrounded (POLICY A6, A25).
 */
const Exact = Decimal.clone({ precision: 40, rounding: Decimal.ROUND_HALF_UP });

export type Exact = Decimal;

export const ZERO: Exact = new Exact(0);

/** Reads an amount or a rate from its text. The text was checked where it came in. */
export function exact(text: string): Exact {
  return new Exact(text);
}

/** Rounds half up to the fen (POLICY A1). */
export function toFen(amount: Exact): Exact {
  return amount.toDecimalPlaces(2, Decimal.ROUND_HALF_UP);
}

/** Rounds half up to the yuan (panzhihua art. 4(2)). */
export function toYuan(amount: Exact): Exact {
  return amount.toDecimalPlaces(0, Decimal.ROUND_HALF_UP);
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
