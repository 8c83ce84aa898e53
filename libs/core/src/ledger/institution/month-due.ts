import { firstDayOf, yearOf, type PlainMonth } from '../../calendar/calendar.ts';
import { exact, least, money, toFen, ZERO, type Exact } from '../../money/money.ts';
import { contractIn, type Contract, type ContractsState } from './contracts.ts';

/** Cases of a programme that stand, and what the pooled fund's parts of them come to in yuan. */
export interface CasesOfProgramme {
  readonly cases: number;
  readonly pooled: string;
}

/** What the visits dated in a month come to. Amounts are yuan. */
export interface PayableMonthTotals {
  readonly settled: string;
  readonly reversed: string;
  /** By programme, ordinary care apart: what a contract by the case counts. */
  readonly programmes?: { readonly [programme: string]: CasesOfProgramme };
}

/** What the pooled fund owes an institution by month, before any payment: read from the log up to a position. */
export interface Payable {
  readonly upTo: string;
  readonly months: { readonly [month: PlainMonth]: PayableMonthTotals };
}

/** What an institution is due for a month. */
export interface MonthDue {
  /** What was settled, less what was reversed. */
  readonly cost: Exact;
  /** The same by the contract's method. */
  readonly due: Exact;
  readonly contract: Contract | undefined;
}

/** What the visits of a month come to, also where there were none. */
export function totalsOf({ months }: Payable, month: PlainMonth): PayableMonthTotals {
  return months[month] ?? { settled: '0.00', reversed: '0.00' };
}

/** What is due for a month, by the contract that is in force for it. Never negative. */
export function monthDue(month: PlainMonth, payable: Payable, contracts: ContractsState): MonthDue {
  const cost = costOf(payable, month);
  const contract = contractIn(contracts, month);
  return { cost, due: contract === undefined ? cost : dueBy(contract, month, payable), contract };
}

function costOf(payable: Payable, month: PlainMonth): Exact {
  const { settled, reversed } = totalsOf(payable, month);
  return exact(settled).minus(reversed);
}

function dueBy(contract: Contract, month: PlainMonth, payable: Payable): Exact {
  switch (contract.method) {
    case 'actual-cost':
      return costOf(payable, month);
    case 'total-budget':
      return underBudget(contract, month, payable);
    case 'per-head':
      return exact(contract.perHead ?? '0').times(contract.heads ?? 0);
    case 'per-disease':
      return byCase(contract, month, payable);
  }
}

/**
 * The budget accrues in twelfths. From the contract's first month of the year on, all that is due so far is what the visits came to so
 * far, but not more than what has accrued; a month is due what that grows by. What is too dear in one month is paid out of what later
 * months leave of the budget; what the year leaves of it is not paid, and what exceeds it the institution bears.
 */
function underBudget(contract: Contract, month: PlainMonth, payable: Payable): Exact {
  const months = monthsOfYear(yearOf(firstDayOf(month))).filter((each) => each >= contract.from && each <= month);
  const sumOf = (some: readonly PlainMonth[]): Exact =>
    some.reduce((sum, each) => sum.plus(costOf(payable, each)), ZERO);
  const soFar = (some: readonly PlainMonth[]): Exact =>
    least(
      sumOf(some),
      toFen(
        exact(contract.yearlyBudget ?? '0')
          .times(some.length)
          .div(12),
      ),
    );
  return soFar(months).minus(soFar(months.slice(0, -1)));
}

/** Programmes that the contract names are paid by the case; what else was settled as it is. */
function byCase({ perCase = [] }: Contract, month: PlainMonth, payable: Payable): Exact {
  const { programmes = {} } = totalsOf(payable, month);
  return perCase.reduce(
    (due, { programme, amount }) => {
      const { cases, pooled } = programmes[programme] ?? { cases: 0, pooled: '0.00' };
      return due.minus(pooled).plus(exact(amount).times(cases));
    },
    costOf(payable, month),
  );
}

/** The twelve months of a year. */
export function monthsOfYear(year: number): readonly PlainMonth[] {
  return Array.from({ length: 12 }, (_, index) => `${String(year)}-${String(index + 1).padStart(2, '0')}`);
}

/** What a visit, a reversal or several of them add to a month. */
export interface AddedToMonth {
  readonly month: PlainMonth;
  readonly programme: string;
  readonly settled: string;
  readonly reversed: string;
  readonly cases: number;
}

type Programmes = NonNullable<PayableMonthTotals['programmes']>;

/** Adds up what institutions are due by month, wherever that is counted. */
export class PayableMonths {
  readonly #months: { [month: PlainMonth]: PayableMonthTotals };

  constructor(months: Payable['months'] = {}) {
    this.#months = { ...months };
  }

  get months(): Payable['months'] {
    return this.#months;
  }

  /** @param sign -1 takes back what was added before. */
  add(added: AddedToMonth, sign: 1 | -1 = 1): void {
    const { month, programme } = added;
    const { settled, reversed, programmes: before } = this.#months[month] ?? { settled: '0.00', reversed: '0.00' };
    const programmes = programme === 'ordinary' ? before : withCases(before ?? {}, added, sign);
    this.#months[month] = {
      settled: plus(settled, exact(added.settled).times(sign)),
      reversed: plus(reversed, exact(added.reversed).times(sign)),
      ...(programmes === undefined ? {} : { programmes }),
    };
  }
}

function plus(sum: string, more: Exact): string {
  return money(exact(sum).plus(more));
}

/** Undefined where nothing is left: then no programme stands there, whatever was reversed. */
function withCases(before: Programmes, added: AddedToMonth, sign: 1 | -1): Programmes | undefined {
  const { [added.programme]: of = { cases: 0, pooled: '0.00' }, ...others } = before;
  const cases = of.cases + sign * added.cases;
  const pooled = plus(of.pooled, exact(added.settled).minus(added.reversed).times(sign));
  const counted = cases === 0 && exact(pooled).isZero() ? others : { ...others, [added.programme]: { cases, pooled } };
  return Object.keys(counted).length === 0 ? undefined : counted;
}
