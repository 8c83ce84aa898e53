import type { PlainDate } from '@gongji/core';
import type { Kysely } from 'kysely';
import type { ViewTables } from '../database.ts';
import { yuanOf } from '../framework/amounts.ts';
import { EVER, type Moment } from '../framework/moment.ts';
import { pageBounds, pageOf, type Page, type PageOptions } from '../framework/page.ts';

/** A movement of an account; `amount` is negative when it left the account. */
export interface StatementLine {
  readonly position: string;
  /** The business date. */
  readonly date: PlainDate;
  readonly recordedAt: string;
  readonly kind: string;
  readonly reference: string;
  readonly counterpart: string | null;
  readonly beneficiary: string | null;
  readonly amount: string;
  readonly balance: string;
}

export interface StatementOptions extends PageOptions {
  /** Business dates, both included. */
  readonly from?: PlainDate;
  readonly to?: PlainDate;
}

/** Money set aside on an account for a family member's visit. */
export interface OpenHold {
  readonly region: string;
  readonly ownerId: string;
  readonly patientId: string;
  readonly visitId: string;
  readonly amount: string;
  readonly position: string;
}

/**
 * An account's movements, as they were known and had come at a moment, in the order in which they were recorded: the order in which each
 * balance follows from the one before.
 */
export async function statementOf(
  database: Kysely<ViewTables>,
  { region, personId }: { readonly region: string; readonly personId: string },
  options: StatementOptions = {},
  moment: Moment = EVER,
): Promise<Page<StatementLine>> {
  const { after, limit } = pageBounds(options);
  const { from, to } = options;
  let query = database
    .selectFrom('statement_lines')
    .selectAll()
    .where('region', '=', region)
    .where('person_id', '=', personId)
    .where('position', '>', after)
    .where('position', '<=', moment.upTo)
    .where('day', '<=', moment.day);
  if (from !== undefined) query = query.where('day', '>=', from);
  if (to !== undefined) query = query.where('day', '<=', to);
  const found = await query.orderBy('position').limit(limit).execute();
  return pageOf(found, options, lineOf);
}

/** A row as the line that it is. */
export function lineOf(row: ViewTables['statement_lines']): StatementLine {
  return {
    position: String(row.position),
    date: row.day,
    recordedAt: row.recorded_at,
    kind: row.kind,
    reference: row.reference,
    counterpart: row.counterpart,
    beneficiary: row.beneficiary,
    amount: yuanOf(row.fen),
    balance: yuanOf(row.balance_fen),
  };
}

/** Holds that are neither captured nor released, the oldest first: what a crash may have left open. */
export async function holdsOpen(database: Kysely<ViewTables>): Promise<readonly OpenHold[]> {
  const rows = await database.selectFrom('holds').selectAll().orderBy('held_at').execute();
  return rows.map((row) => ({
    region: row.region,
    ownerId: row.person_id,
    patientId: row.patient_id,
    visitId: row.visit_id,
    amount: yuanOf(row.fen),
    position: String(row.held_at),
  }));
}

/** What an account held after the movements up to a position of the log; "0.00" before the first. */
export async function balanceAt(
  database: Kysely<ViewTables>,
  region: string,
  personId: string,
  position: string,
): Promise<string> {
  const last = await database
    .selectFrom('statement_lines')
    .select('balance_fen')
    .where('region', '=', region)
    .where('person_id', '=', personId)
    .where('position', '<=', Number(position))
    .orderBy('position', 'desc')
    .limit(1)
    .executeTakeFirst();
  return yuanOf(last?.balance_fen ?? 0);
}

/** The sum of all balances of a region. */
export async function balancesOf(database: Kysely<ViewTables>, region: string): Promise<string> {
  const { fen } = await database
    .selectFrom('accounts')
    .select(({ fn }) => fn.sum('balance_fen').as('fen'))
    .where('region', '=', region)
    .executeTakeFirstOrThrow();
  return yuanOf(fen);
}
