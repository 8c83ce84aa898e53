import {
  duePayments,
  firstDayOf,
  firstOfNextMonth,
  monthOf,
  NO_PAYMENTS,
  PayableMonths,
  type AddedToMonth,
  type DuePayments,
  type PaymentsState,
  type PlainMonth,
} from '@gongji/core';
import type { ExpressionBuilder, Transaction } from 'kysely';
import type { ViewTables } from '../database.ts';
import { yuanOf } from '../framework/amounts.ts';
import { isAnyOf } from '../framework/any-of.ts';
import type { Row } from '../framework/table.ts';
import type { PayablesFilter } from './query.ts';
import { readState } from './states.ts';
import type { PAYABLES } from './table.ts';

/** A row of the view as the core adds it up. */
export function addedBy(row: Omit<Row<typeof PAYABLES>, 'region' | 'institution_id'>): AddedToMonth {
  const { month, programme, settled_fen, reversed_fen, cases } = row;
  return { month, programme, settled: yuanOf(settled_fen), reversed: yuanOf(reversed_fen), cases: Number(cases) };
}

/** What an institution's visits of a month come to, and what payments proposed now would. */
interface DueOfMonth extends DuePayments {
  readonly institutionId: string;
  readonly month: PlainMonth;
  readonly settled: string;
  readonly reversed: string;
}

const LAST = '9999-12';

/** Works out what is due to a region's institutions by month, as proposals do. */
export class DueMonths {
  readonly #visits = new Map<string, PayableMonths>();
  readonly #states = new Map<string, PaymentsState>();
  readonly #closed = new Set<number>();
  /** The last month in which the region has visits. */
  #last: PlainMonth = '';

  private constructor(private readonly filter: PayablesFilter) {}

  static async load(transaction: Transaction<ViewTables>, region: string, filter: PayablesFilter): Promise<DueMonths> {
    const due = new DueMonths(filter);
    await due.#loadStates(transaction, region);
    await due.#loadVisits(transaction, region);
    return due;
  }

  /** @param paid institutions and months of payments, which are shown also where there were no visits. */
  months(paid: readonly (readonly [institutionId: string, month: PlainMonth])[]): readonly DueOfMonth[] {
    const months = new Map<string, Set<PlainMonth>>();
    const add = (institutionId: string, month: PlainMonth): void => {
      if (this.#isAsked(month)) months.set(institutionId, (months.get(institutionId) ?? new Set()).add(month));
    };
    for (const [institutionId, of] of this.#visits)
      for (const month of Object.keys(of.months)) add(institutionId, month);
    for (const [institutionId, month] of paid) add(institutionId, month);
    const rows = [...months].flatMap(([institutionId, some]) =>
      [...some].map((month) => this.#due(institutionId, month)),
    );
    return [...rows, ...this.#withoutVisits(months)].sort(inOrder);
  }

  /** Months of contracts in which nothing was settled, and anything is due all the same. */
  #withoutVisits(shown: ReadonlyMap<string, ReadonlySet<PlainMonth>>): readonly DueOfMonth[] {
    const { to = LAST } = this.filter;
    const last = this.#last < to ? this.#last : to;
    return [...this.#states].flatMap(([institutionId, { contracts }]) => {
      const first = contracts[0]?.value.from;
      return monthsBetween(first ?? LAST, last)
        .filter((month) => this.#isAsked(month) && shown.get(institutionId)?.has(month) !== true)
        .map((month) => this.#due(institutionId, month))
        .filter(({ due, prepayment }) => prepayment !== null || due.lines.some(({ amount }) => amount !== '0.00'));
    });
  }

  #isAsked(month: PlainMonth): boolean {
    const { from = '', to = LAST } = this.filter;
    return month >= from && month <= to;
  }

  #due(institutionId: string, month: PlainMonth): DueOfMonth {
    const months = this.#visits.get(institutionId)?.months ?? {};
    const state = this.#states.get(institutionId) ?? NO_PAYMENTS;
    const { settled, reversed } = months[month] ?? { settled: '0.00', reversed: '0.00' };
    const payments = duePayments(month, { upTo: '', months }, state, (year) => this.#closed.has(year));
    return { institutionId, month, settled, reversed, ...payments };
  }

  async #loadStates(transaction: Transaction<ViewTables>, region: string): Promise<void> {
    const { institution } = this.filter;
    let states = transaction.selectFrom('payment_states').selectAll().where('region', '=', region);
    if (institution !== undefined) states = states.where('institution_id', '=', institution);
    for (const { institution_id, state } of await states.execute()) this.#states.set(institution_id, readState(state));
    const closed = await transaction
      .selectFrom('closed_periods')
      .select('period')
      .where('region', '=', region)
      .where('up_to', 'is', null)
      .execute();
    for (const { period } of closed) this.#closed.add(Number(period));
  }

  /** Visits of the whole years that are asked for; of institutions with contracts or assessments, which look back, of all months before. */
  async #loadVisits(transaction: Transaction<ViewTables>, region: string): Promise<void> {
    const { from = '', to = LAST, institution } = this.filter;
    const first = from === '' ? '' : `${from.slice(0, 4)}-01`;
    const terms = [...this.#states].filter(([, state]) => state.contracts.length + state.assessments.length > 0);
    const looksBack = terms.map(([institutionId]) => institutionId);
    const isNeeded = (eb: ExpressionBuilder<ViewTables, 'payables'>) =>
      eb.or([eb('month', '>=', first), isAnyOf(transaction, 'institution_id', looksBack)]);
    let rows = transaction
      .selectFrom('payables')
      .select(['institution_id', 'month', 'programme', 'settled_fen', 'reversed_fen', 'cases'])
      .where('region', '=', region)
      .where('month', '<=', to)
      .where(isNeeded);
    if (institution !== undefined) rows = rows.where('institution_id', '=', institution);
    for (const { institution_id, ...row } of await rows.execute()) {
      const visits = this.#visits.get(institution_id) ?? new PayableMonths();
      visits.add(addedBy(row));
      this.#visits.set(institution_id, visits);
    }
    const { last } = await transaction
      .selectFrom('payables')
      .select(({ fn }) => fn.max('month').as('last'))
      .where('region', '=', region)
      .executeTakeFirstOrThrow();
    this.#last = last ?? '';
  }
}

/** By institution, then by month. */
function inOrder(one: DueOfMonth, other: DueOfMonth): number {
  if (one.institutionId !== other.institutionId) return one.institutionId < other.institutionId ? -1 : 1;
  return one.month < other.month ? -1 : 1;
}

function monthsBetween(first: PlainMonth, last: PlainMonth): readonly PlainMonth[] {
  const months: PlainMonth[] = [];
  for (let month = first; month <= last; month = monthAfter(month)) months.push(month);
  return months;
}

function monthAfter(month: PlainMonth): PlainMonth {
  return monthOf(firstOfNextMonth(firstDayOf(month)));
}
