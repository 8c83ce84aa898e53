import { PayableMonths, type DuePayments, type Payable, type PlainMonth } from '@gongji/core';
import type { Kysely, Transaction } from 'kysely';
import type { MonthSpan } from '../contributions/query.ts';
import type { ViewTables } from '../database.ts';
import { safe, yuanOf } from '../framework/amounts.ts';
import { known, type Known } from '../framework/known.ts';
import type { Row } from '../framework/table.ts';
import { addedBy, DueMonths } from './due.ts';
import type { PAYABLES } from './table.ts';

/** What the pooled fund owes an institution by month, payments apart, and the position of the log up to which that is known. */
export async function payableOf(database: Kysely<ViewTables>, region: string, institutionId: string): Promise<Payable> {
  const { answer, upTo } = await known(database, 'payables', (transaction) =>
    transaction
      .selectFrom('payables')
      .selectAll()
      .where('region', '=', region)
      .where('institution_id', '=', institutionId)
      .orderBy('month')
      .orderBy('programme')
      .execute(),
  );
  const counted = new PayableMonths();
  for (const row of answer) counted.add(addedBy(row));
  return { upTo, months: counted.months };
}

/** What the pooled fund owes an institution for the visits of a month, and what became of its payments; amounts are yuan. */
export interface PayableMonth {
  readonly institutionId: string;
  readonly month: PlainMonth;
  readonly settled: string;
  readonly reversed: string;
  /** What is to go to the institution by payments of the month that were approved. */
  readonly approved: string;
  /** What those payments left out, since it had been paid too much for this month or another. */
  readonly withheld: string;
  /** Of what was approved, what the bank has paid. */
  readonly paid: string;
  /** Of what was approved, what the bank has not paid yet. */
  readonly unpaid: string;
}

/** The same with what payments would come to that were proposed now, by the institution's contract. */
export interface DueMonth extends PayableMonth, DuePayments {}

/** Which of a region's payables; months are both included. */
export interface PayablesFilter extends MonthSpan {
  readonly institution?: string;
}

/**
 * A region's payables by institution and month, with what was approved and paid for them, and what is due by now: months with visits or
 * payments, and those without for which a contract leaves anything to be paid, up to the last month of which the region's view tells.
 */
export function payablesOf(
  database: Kysely<ViewTables>,
  region: string,
  filter: PayablesFilter = {},
): Promise<Known<readonly DueMonth[]>> {
  return known(database, ['payables', 'bookkeeping'], async (transaction) => {
    const due = await DueMonths.load(transaction, region, filter);
    const cleared = await clearedIn(transaction, region, filter);
    const paid = [...cleared.keys()].map((key) => JSON.parse(key) as readonly [string, PlainMonth]);
    return due.months(paid).map(({ institutionId, month, settled, reversed, ...payments }) => {
      const { approved, withheld, paid: out } = cleared.get(JSON.stringify([institutionId, month])) ?? NOTHING;
      return {
        ...{ institutionId, month, settled, reversed, approved: yuanOf(approved), withheld: yuanOf(withheld) },
        ...{ paid: yuanOf(out), unpaid: yuanOf(approved - out) },
        ...payments,
      };
    });
  });
}

type Key = Pick<Row<typeof PAYABLES>, 'institution_id' | 'month'>;

function keyOf({ institution_id, month }: Key): string {
  return JSON.stringify([institution_id, month]);
}

/** Fen that were approved, kept back and paid by payments of a month. */
interface Cleared {
  readonly approved: number;
  readonly withheld: number;
  readonly paid: number;
}

const NOTHING: Cleared = { approved: 0, withheld: 0, paid: 0 };

/** By institution and month of the payments. */
async function clearedIn(
  transaction: Transaction<ViewTables>,
  region: string,
  { from = '', to = '9999-12', institution }: PayablesFilter,
): Promise<ReadonlyMap<string, Cleared>> {
  let steps = transaction
    .selectFrom('payment_steps')
    .select(({ fn }) => [
      'institution_id',
      'month',
      'step',
      fn.sum<string>('fen').as('fen'),
      fn.sum<string>('withheld_fen').as('withheld'),
    ])
    .where('region', '=', region)
    .where('step', '!=', 'proposed')
    .where('month', '>=', from)
    .where('month', '<=', to)
    .groupBy(['institution_id', 'month', 'step']);
  if (institution !== undefined) steps = steps.where('institution_id', '=', institution);
  const cleared = new Map<string, Cleared>();
  for (const row of await steps.execute()) {
    const before = cleared.get(keyOf(row)) ?? NOTHING;
    const fen = safe(Number(row.fen));
    const more = row.step === 'paid' ? { paid: fen } : { approved: fen, withheld: safe(Number(row.withheld)) };
    cleared.set(keyOf(row), { ...before, ...more });
  }
  return cleared;
}
