/**
 * Amounts in the views are integer fen. A JavaScript number is exact below 2^53 fen, that is ninety trillion yuan: thirty
 * times what the whole country's employee insurance takes in a year, so no region's sum comes near it. What would leave the safe
 * range is refused rather than rounded.
 */

const [MINUS, POINT, ZERO, NINE] = [45, 46, 48, 57] as const;

/** Fen of an event's amount ("125.00" is 12500). Digit by digit: a view asks ten times an event, and a pattern would cost most of it. */
export function fenOf(yuan: string): number {
  const isNegative = yuan.charCodeAt(0) === MINUS;
  const point = yuan.length - 3;
  let fen = 0;
  let isAmount = yuan.charCodeAt(point) === POINT && point > (isNegative ? 1 : 0);
  for (let at = isNegative ? 1 : 0; at < yuan.length; at += 1) {
    if (at === point) continue;
    const code = yuan.charCodeAt(at);
    isAmount &&= code >= ZERO && code <= NINE;
    fen = fen * 10 + (code - ZERO);
  }
  if (!isAmount) throw new Error(`"${yuan}" is no amount in yuan with two decimals`);
  return safe(isNegative ? -fen : fen);
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
