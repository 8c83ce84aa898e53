import { PayableMonths, type Payable, type PlainMonth } from '@gongji/core';
import type { Kysely, Transaction } from 'kysely';
import type { MonthSpan } from '../contributions/query.ts';
import type { ViewTables } from '../database.ts';
import { safe, yuanOf } from '../framework/amounts.ts';
import { known, type Known } from '../framework/known.ts';

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
  for (const { month, programme, settled_fen, reversed_fen, cases } of answer) {
    counted.add({
      month,
      programme,
      settled: yuanOf(settled_fen),
      reversed: yuanOf(reversed_fen),
      cases: Number(cases),
    });
  }
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

/** Which of a region's payables; months are both included. */
export interface PayablesFilter extends MonthSpan {
  readonly institution?: string;
}

/** A region's payables by institution and month, with what was approved and paid for them. */
export function payablesOf(
  database: Kysely<ViewTables>,
  region: string,
  { from = '', to = '9999-12', institution }: PayablesFilter = {},
): Promise<Known<readonly PayableMonth[]>> {
  return known(database, 'payables', async (transaction) => {
    let rows = transaction
      .selectFrom('payables')
      .select(({ fn }) => [
        'institution_id',
        'month',
        fn.sum<string>('settled_fen').as('settled_fen'),
        fn.sum<string>('reversed_fen').as('reversed_fen'),
      ])
      .where('region', '=', region)
      .where('month', '>=', from)
      .where('month', '<=', to)
      .groupBy(['institution_id', 'month']);
    if (institution !== undefined) rows = rows.where('institution_id', '=', institution);
    const cleared = await clearedIn(transaction, region);
    return (await rows.orderBy('institution_id').orderBy('month').execute()).map((row) => {
      const { approved, withheld, paid } = cleared(row.institution_id, row.month);
      return {
        institutionId: row.institution_id,
        month: row.month,
        settled: yuanOf(safe(Number(row.settled_fen))),
        reversed: yuanOf(safe(Number(row.reversed_fen))),
        approved: yuanOf(approved),
        withheld: yuanOf(withheld),
        paid: yuanOf(paid),
        unpaid: yuanOf(approved - paid),
      };
    });
  });
}

/** Fen that were approved, kept back and paid by payments of a month. */
interface Cleared {
  readonly approved: number;
  readonly withheld: number;
  readonly paid: number;
}

async function clearedIn(
  transaction: Transaction<ViewTables>,
  region: string,
): Promise<(institutionId: string, month: PlainMonth) => Cleared> {
  const rows = await transaction
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
    .groupBy(['institution_id', 'month', 'step'])
    .execute();
  const byStep = new Map(rows.map((row) => [JSON.stringify([row.institution_id, row.month, row.step]), row]));
  return (institutionId, month) => {
    const of = (step: string) => byStep.get(JSON.stringify([institutionId, month, step]));
    const approved = of('approved');
    return {
      approved: safe(Number(approved?.fen ?? 0)),
      withheld: safe(Number(approved?.withheld ?? 0)),
      paid: safe(Number(of('paid')?.fen ?? 0)),
    };
  };
}
