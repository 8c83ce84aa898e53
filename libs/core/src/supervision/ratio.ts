import { exact, type Exact } from '../money/money.ts';

const DECIMALS = 4;

/** What part of a whole something is, to four decimals, half up ("0.5234"); null where the whole is nothing. */
export function ratio(part: string | Exact, whole: string | Exact): string | null {
  const of = exact(String(whole));
  return of.isZero() ? null : asRatio(exact(String(part)).div(of));
}

/** A ratio as text with four decimals. */
export function asRatio(value: Exact): string {
  return value.rounded(DECIMALS).plus(0).toFixed(DECIMALS);
}
