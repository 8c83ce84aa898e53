import { PayableMonths, type Payable, type PlainMonth } from '@gongji/core';
import type { Kysely, Transaction } from 'kysely';
import type { MonthSpan } from '../contributions/query.ts';
import type { ViewTables } from '../database.ts';
import { safe, yuanOf } from '../framework/amounts.ts';
import { known, type Known } from '../framework/known.ts';
import type { Row } from '../framework/table.ts';
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
    const owed = await rows.execute();
    const cleared = await clearedIn(transaction, region, {
      from,
      to,
      ...(institution === undefined ? {} : { institution }),
    });
    const keys = [...new Set([...owed.map(keyOf), ...cleared.keys()])].sort();
    const due = new Map(owed.map((row) => [keyOf(row), row]));
    return keys.map((key) => payableMonth(key, due.get(key), cleared.get(key)));
  });
}

type Key = Pick<Row<typeof PAYABLES>, 'institution_id' | 'month'>;

/** Sorts by institution, then by month. */
function keyOf({ institution_id, month }: Key): string {
  return JSON.stringify([institution_id, month]);
}

interface Owed {
  readonly settled_fen: string;
  readonly reversed_fen: string;
}

/** A month with visits, with payments, or with both: a contract by the head is due without any visit. */
function payableMonth(key: string, owed: Owed | undefined, cleared: Cleared = NOTHING): PayableMonth {
  const [institutionId, month] = JSON.parse(key) as readonly [string, PlainMonth];
  const { approved, withheld, paid } = cleared;
  return {
    institutionId,
    month,
    settled: yuanOf(safe(Number(owed?.settled_fen ?? 0))),
    reversed: yuanOf(safe(Number(owed?.reversed_fen ?? 0))),
    approved: yuanOf(approved),
    withheld: yuanOf(withheld),
    paid: yuanOf(paid),
    unpaid: yuanOf(approved - paid),
  };
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
