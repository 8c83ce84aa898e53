/**
 * Amounts in the views are integer fen. A JavaScript number is exact below 2^53 fen, that is ninety trillion yuan: thirty
 * times what the whole country's employee insurance takes in a year, so no region's sum comes near it. What would leave the safe
 * range is refused rather than rounded.
 */

const AMOUNT = /^-?\d+\.\d\d$/;

/** Fen of an event's amount ("125.00" is 12500). */
export function fenOf(yuan: string): number {
  if (!AMOUNT.test(yuan)) throw new Error(`"${yuan}" is no amount in yuan with two decimals`);
  return safe(Number(yuan.replace('.', '')));
}

/** Yuan with two decimals of a stored sum. PostgreSQL gives sums of 64-bit columns as text, an empty sum is null. */
export function yuanOf(stored: number | string | bigint | null): string {
  const fen = safe(Number(stored ?? 0));
  const digits = String(Math.abs(fen)).padStart(3, '0');
  return `${fen < 0 ? '-' : ''}${digits.slice(0, -2)}.${digits.slice(-2)}`;
}

/** The number, when it is exact; minus zero becomes zero. */
export function safe(number: number): number {
  if (!Number.isSafeInteger(number)) throw new Error(`${String(number)} is outside the exact range of integers`);
  return number + 0;
}
