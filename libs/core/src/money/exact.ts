import { Decimal } from 'decimal.js';

/**
 * A constructor of our own keeps the precision independent of whoever else uses decimal.js in the same process. Forty
 * digits leave thirty behind the fen for the quotients that pass from one rule to the next unrounded (POLICY A6, A25).
 */
const Wide = Decimal.clone({ precision: 40, rounding: Decimal.ROUND_HALF_UP });
type Wide = Decimal;

/** Decimals that every value is kept with; only what needs more has more. */
const FEN = 2;
/** More decimals than rates and products of them have; what needs more is kept wide. */
const MOST_DECIMALS = 15;
const POWERS = Array.from({ length: MOST_DECIMALS + 1 }, (_, exponent) => 10 ** exponent);

/** So many digits are below 2^53, also with the two zeros that a whole number of yuan gets. */
const MOST_DIGITS = 13;
const [DIGIT_0, DIGIT_9, POINT, MINUS] = [0x30, 0x39, 0x2e, 0x2d];

/**
 * An exact decimal number. It never changes.
 *
 * Nearly all amounts and rates are whole numbers of fen or of a small fraction of one, which a double carries exactly up to 2^53 and
 * adds and multiplies many times faster than decimal.js does. Whatever does not fit (a quotient, an enormous product) is a number of
 * decimal.js instead, to forty significant digits: both ways give the same value. Each value has just one form, so that equal values are
 * equal objects to a test.
 */
export class Exact {
  private constructor(
    /** The value is so many units of 10^-decimals; NaN where it is wide. A safe integer, and never minus zero. */
    private readonly units: number,
    private readonly decimals: number,
    private readonly wide: Wide | undefined,
  ) {}

  static readonly ZERO = new Exact(0, FEN, undefined);

  /** Reads a number in the usual notation: "450.00", "-0.5", "0.0175". @throws Error for any other text. */
  static of(text: string): Exact {
    return Exact.read(text) ?? Exact.narrowed(new Wide(text));
  }

  /** Reads a plain number of few digits; undefined for any other text. */
  private static read(text: string): Exact | undefined {
    const start = text.charCodeAt(0) === MINUS ? 1 : 0;
    let [units, digits, decimals] = [0, 0, -1];
    for (let at = start; at < text.length; at += 1) {
      const code = text.charCodeAt(at);
      if (code === POINT && decimals < 0 && digits > 0) {
        decimals = 0;
        continue;
      }
      if (code < DIGIT_0 || code > DIGIT_9) return undefined;
      units = units * 10 + (code - DIGIT_0);
      digits += 1;
      if (decimals >= 0) decimals += 1;
    }
    if (digits === 0 || digits > MOST_DIGITS || decimals === 0) return undefined;
    return Exact.small(start === 1 ? -units : units, Math.max(0, decimals));
  }

  /** @param units a safe integer, and with the decimals of a fen still one. */
  private static small(units: number, decimals: number): Exact {
    let [left, places] = [units, decimals];
    for (; places < FEN; places += 1) left *= 10;
    for (; places > FEN && left % 10 === 0; places -= 1) left /= 10;
    return new Exact(left + 0, places, undefined);
  }

  /** The small form of a wide value that has one. */
  private static narrowed(value: Wide): Exact {
    const decimals = Math.max(FEN, value.decimalPlaces());
    if (decimals <= MOST_DECIMALS) {
      const units = value.times(POWERS[decimals] as number);
      if (units.abs().lte(Number.MAX_SAFE_INTEGER)) return new Exact(units.toNumber() + 0, decimals, undefined);
    }
    return new Exact(Number.NaN, 0, value);
  }

  private static given(value: Exact | string | number): Exact {
    if (typeof value === 'object') return value;
    return Number.isSafeInteger(value) && Math.abs(value as number) < 2 ** 46
      ? Exact.small(value as number, 0)
      : Exact.of(String(value));
  }

  private toWide(): Wide {
    return this.wide ?? new Wide(this.units).div(POWERS[this.decimals] as number);
  }

  plus(value: Exact | string | number): Exact {
    const other = Exact.given(value);
    return this.added(other, other.units) ?? Exact.narrowed(this.toWide().plus(other.toWide()));
  }

  minus(value: Exact | string | number): Exact {
    const other = Exact.given(value);
    return this.added(other, -other.units) ?? Exact.narrowed(this.toWide().minus(other.toWide()));
  }

  /** The sum with another number's units, which may have been negated; undefined where it is not small. */
  private added(other: Exact, units: number): Exact | undefined {
    if (this.decimals === FEN && other.decimals === FEN) {
      const sum = this.units + units;
      return isSafe(sum) ? new Exact(sum + 0, FEN, undefined) : undefined;
    }
    const decimals = Math.max(this.decimals, other.decimals);
    const [one, two] = [this.unitsOf(decimals), units * (POWERS[decimals - other.decimals] as number)];
    return isSafe(one) && isSafe(two) && isSafe(one + two) ? Exact.small(one + two, decimals) : undefined;
  }

  /** The value in units of so many decimals, not fewer than its own; NaN where it is wide. */
  private unitsOf(decimals: number): number {
    return this.units * (POWERS[decimals - this.decimals] as number);
  }

  times(value: Exact | string | number): Exact {
    const other = Exact.given(value);
    const product = this.units * other.units;
    const decimals = this.decimals + other.decimals;
    if (isSafe(product) && decimals <= MOST_DECIMALS) return Exact.small(product, decimals);
    return Exact.narrowed(this.toWide().times(other.toWide()));
  }

  /** The quotient, to forty significant digits. */
  div(value: Exact | string | number): Exact {
    return Exact.narrowed(this.toWide().div(Exact.given(value).toWide()));
  }

  /** What is left of a division whose quotient is cut off to a whole number. */
  mod(value: Exact | string | number): Exact {
    return Exact.narrowed(this.toWide().mod(Exact.given(value).toWide()));
  }

  negated(): Exact {
    return this.wide === undefined
      ? new Exact(-this.units + 0, this.decimals, undefined)
      : Exact.narrowed(this.wide.negated());
  }

  /** Less than zero, zero or more, as this is less than, equal to or more than the other. */
  comparedTo(value: Exact | string | number): number {
    const other = Exact.given(value);
    const decimals = Math.max(this.decimals, other.decimals);
    const [one, two] = [this.unitsOf(decimals), other.unitsOf(decimals)];
    if (isSafe(one) && isSafe(two)) return one < two ? -1 : one > two ? 1 : 0;
    return this.toWide().comparedTo(other.toWide());
  }

  eq(value: Exact | string | number): boolean {
    return this.comparedTo(value) === 0;
  }

  lt(value: Exact | string | number): boolean {
    return this.comparedTo(value) < 0;
  }

  lte(value: Exact | string | number): boolean {
    return this.comparedTo(value) <= 0;
  }

  gt(value: Exact | string | number): boolean {
    return this.comparedTo(value) > 0;
  }

  gte(value: Exact | string | number): boolean {
    return this.comparedTo(value) >= 0;
  }

  isZero(): boolean {
    return this.units === 0;
  }

  /** True below zero. */
  isNegative(): boolean {
    return this.wide === undefined ? this.units < 0 : this.wide.isNegative();
  }

  /** The value rounded half up (away from zero) to so many decimals. */
  rounded(decimals: number): Exact {
    if (this.wide !== undefined || decimals < FEN) {
      return Exact.narrowed(this.toWide().toDecimalPlaces(decimals, Decimal.ROUND_HALF_UP));
    }
    if (this.decimals <= decimals) return this;
    const step = POWERS[this.decimals - decimals] as number;
    const beyond = this.units % step;
    const kept = (this.units - beyond) / step;
    return Exact.small(Math.abs(beyond) * 2 < step ? kept : kept + Math.sign(beyond), decimals);
  }

  /** How many decimals the value needs. */
  decimalPlaces(): number {
    if (this.wide !== undefined) return this.wide.decimalPlaces();
    if (this.decimals > FEN) return this.decimals;
    return this.units % 100 === 0 ? 0 : this.units % 10 === 0 ? 1 : 2;
  }

  /** The value in the usual notation, rounded half up to so many decimals; without them, with those that it needs. */
  toFixed(decimals = this.decimalPlaces()): string {
    if (decimals === FEN && this.decimals === FEN) return inFen(this.units);
    if (this.wide !== undefined || decimals < this.decimalPlaces()) {
      return this.toWide().toFixed(decimals, Decimal.ROUND_HALF_UP);
    }
    const digits = String(Math.abs(this.units)).padStart(this.decimals + 1, '0');
    const point = digits.length - this.decimals;
    const text =
      decimals === 0
        ? digits.slice(0, point)
        : `${digits.slice(0, point)}.${digits.slice(point, point + decimals).padEnd(decimals, '0')}`;
    return this.units < 0 ? `-${text}` : text;
  }

  /** The nearest number that a double can carry. */
  toNumber(): number {
    return this.wide === undefined ? this.units / (POWERS[this.decimals] as number) : this.wide.toNumber();
  }

  toString(): string {
    return this.toFixed();
  }
}

function isSafe(value: number): boolean {
  return value <= Number.MAX_SAFE_INTEGER && value >= -Number.MAX_SAFE_INTEGER;
}

const TWO_DIGITS = Array.from({ length: 100 }, (_, number) => String(number).padStart(2, '0'));

/** So many fen as yuan with two decimals. */
function inFen(fen: number): string {
  const whole = Math.abs(fen);
  const fraction = whole % 100;
  return `${fen < 0 ? '-' : ''}${String((whole - fraction) / 100)}.${TWO_DIGITS[fraction] as string}`;
}
