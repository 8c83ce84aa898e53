import type { PlainMonth } from '../calendar/calendar.ts';
import { exact, money, toFen, ZERO, type Exact } from '../money/money.ts';

/** How a document works out what a line may spend in a year: shares of the contribution bases and of the pensions (shangrao art. 12). */
export interface BudgetRule {
  /** The line of the pooled fund: "ordinary". */
  readonly line: string;
  readonly title: { readonly zh: string; readonly en: string };
  readonly article: string;
  /** Share of the bases on which the employed and the flexible workers pay: "0.01". */
  readonly baseShare: string;
  /** Share of the average pension, for each retired person: "0.01". */
  readonly pensionShare: string;
  /** The local parameter that is the monthly average pension, in yuan. */
  readonly pension: string;
}

/** What a month gives a budget to rest on. */
export interface BudgetBasis {
  readonly month: PlainMonth;
  /** Sum of the bases of the month's contributions, less those reversed, in yuan. */
  readonly bases: string;
  readonly contributions: number;
  /** Retired persons who were insured on the month's first day, with an account or without (`isRetiredIn`). */
  readonly retired: number;
}

/** A month's part of a computed budget; amounts are exact yuan, not rounded. */
export interface ComputedBudgetMonth extends BudgetBasis {
  /** The average pension in force on the month's first day; null where none is. */
  readonly pension: string | null;
  readonly fromBases: string;
  /** Null where there are retired persons and no pension. */
  readonly fromPensions: string | null;
}

/** What a line may spend in a year by the document, and how that comes about. */
export interface ComputedBudget {
  readonly line: string;
  readonly months: readonly ComputedBudgetMonth[];
  readonly fromBases: string;
  readonly fromPensions: string;
  /** The sum of the months, rounded once to the fen (POLICY A1); null while a month lacks the pension. */
  readonly amount: string | null;
  /** Months with retired persons for which no average pension is in force. */
  readonly missing: readonly PlainMonth[];
}

/**
 * Works out a line's budget of a year from its months. Bases and pensions are monthly figures: the year's budget is the sum over the
 * months that the ledger has.
 *
 * @param pensionOn the average pension in force for a month, in yuan.
 */
export function computedBudget(
  { line, baseShare, pensionShare }: BudgetRule,
  bases: readonly BudgetBasis[],
  pensionOn: (month: PlainMonth) => string | undefined,
): ComputedBudget {
  let fromBases = ZERO;
  let fromPensions = ZERO;
  const missing: PlainMonth[] = [];
  const months = bases.map((basis): ComputedBudgetMonth => {
    const pension = pensionOn(basis.month);
    const ofBases = exact(basis.bases).times(baseShare);
    const ofPensions = pensionPart(basis.retired, pension, pensionShare);
    fromBases = fromBases.plus(ofBases);
    fromPensions = fromPensions.plus(ofPensions ?? ZERO);
    if (ofPensions === undefined) missing.push(basis.month);
    return {
      ...basis,
      pension: pension ?? null,
      fromBases: ofBases.toFixed(),
      fromPensions: ofPensions?.toFixed() ?? null,
    };
  });
  return {
    line,
    months,
    fromBases: fromBases.toFixed(),
    fromPensions: fromPensions.toFixed(),
    amount: missing.length === 0 ? money(toFen(fromBases.plus(fromPensions))) : null,
    missing,
  };
}

function pensionPart(retired: number, pension: string | undefined, share: string): Exact | undefined {
  if (retired === 0) return ZERO;
  return pension === undefined ? undefined : exact(pension).times(share).times(retired);
}
