import type { CompactStep, PlainDate, PlainMonth, VisitFacts } from '@gongji/core';
import type { Kysely } from 'kysely';
import type { ViewTables } from '../database.ts';
import { yuanOf } from '../framework/amounts.ts';
import { EVER, isWithin, type Moment } from '../framework/moment.ts';
import { pageBounds, pageOf, type Page, type PageOptions } from '../framework/page.ts';

/** A settled visit. The articles of its steps come from the pack that it names (core's `explained`). */
export interface Settlement {
  readonly region: string;
  readonly personId: string;
  readonly visitId: string;
  readonly claimId: string | null;
  readonly institutionId: string;
  readonly visitDate: PlainDate;
  /** Of the payment on that day, "14:05"; null where it was not told. */
  readonly time: string | null;
  readonly settledOn: PlainDate;
  readonly programme: string;
  readonly total: string;
  readonly inScope: string;
  readonly selfPayFirst: string;
  readonly deductible: string;
  readonly payments: { readonly [line: string]: string };
  readonly pooled: string;
  readonly account: string;
  readonly accountOwner: string | null;
  readonly cash: string;
  readonly reason: string | null;
  readonly facts: VisitFacts;
  readonly steps: readonly CompactStep[];
  readonly pack: string | null;
  readonly packHash: string | null;
  readonly position: string;
  readonly recordedAt: string;
  readonly reversedOn: PlainDate | null;
  /** Position of the reversal. */
  readonly reversedAt: string | null;
  readonly reversalReason: string | null;
}

/** One settled visit of a person, with its steps; undefined where there is none. */
export async function settlementOf(
  database: Kysely<ViewTables>,
  of: { readonly region: string; readonly personId: string; readonly visitId: string },
  moment: Moment = EVER,
): Promise<Settlement | undefined> {
  const row = await within(database, moment)
    .where('region', '=', of.region)
    .where('person_id', '=', of.personId)
    .where('visit_id', '=', of.visitId)
    .executeTakeFirst();
  return row === undefined ? undefined : readWithin(moment)(row);
}

/** Settlements that had come and were known at a moment. */
export function within(database: Kysely<ViewTables>, { day, upTo }: Moment) {
  return database.selectFrom('settlements').selectAll().where('settled_on', '<=', day).where('position', '<=', upTo);
}

/** A person's settlements in the order in which they were recorded: a few dozen a year, sorted without an index of their own. */
export async function settlementsOfPerson(
  database: Kysely<ViewTables>,
  { region, personId }: { readonly region: string; readonly personId: string },
  options: PageOptions = {},
  moment: Moment = EVER,
): Promise<Page<Settlement>> {
  const { after, limit } = pageBounds(options);
  const found = await within(database, moment)
    .where('region', '=', region)
    .where('person_id', '=', personId)
    .where('position', '>', after)
    .orderBy('position')
    .limit(limit)
    .execute();
  return pageOf(found, options, readWithin(moment));
}

/** An institution's settlements of visits dated in a month, in the order in which they were recorded. */
export async function settlementsOfInstitution(
  database: Kysely<ViewTables>,
  of: { readonly region: string; readonly institutionId: string; readonly month: PlainMonth },
  options: PageOptions = {},
  moment: Moment = EVER,
): Promise<Page<Settlement>> {
  const { after, limit } = pageBounds(options);
  const found = await within(database, moment)
    .where('region', '=', of.region)
    .where('institution_id', '=', of.institutionId)
    .where('month', '=', of.month)
    .where('position', '>', after)
    .orderBy('position')
    .limit(limit)
    .execute();
  return pageOf(found, options, readWithin(moment));
}

/** A reversal that lies beyond the moment has not happened. */
export function readWithin(moment: Moment): (row: ViewTables['settlements']) => Settlement {
  return (row) => {
    const { reversed_on: occurredOn, reversed_at: position } = row;
    if (occurredOn === null || position === null) return read(row);
    if (isWithin({ occurredOn, position }, moment)) return read(row);
    return read({ ...row, reversed_on: null, reversed_at: null, reversal_reason: null });
  };
}

function read(row: ViewTables['settlements']): Settlement {
  return {
    region: row.region,
    personId: row.person_id,
    visitId: row.visit_id,
    claimId: row.claim_id,
    institutionId: row.institution_id,
    visitDate: row.visit_date,
    time: row.time ?? null, // a view of an older version has none
    settledOn: row.settled_on,
    programme: row.programme,
    total: yuanOf(row.total_fen),
    inScope: yuanOf(row.in_scope_fen),
    selfPayFirst: yuanOf(row.self_pay_first_fen),
    deductible: yuanOf(row.deductible_fen),
    payments: JSON.parse(row.payments) as Settlement['payments'],
    pooled: yuanOf(row.pooled_fen),
    account: yuanOf(row.account_fen),
    accountOwner: row.account_owner,
    cash: yuanOf(row.cash_fen),
    reason: row.reason,
    facts: JSON.parse(row.facts) as VisitFacts,
    steps: JSON.parse(row.steps) as readonly CompactStep[],
    pack: row.pack,
    packHash: row.pack_hash,
    position: String(row.position),
    recordedAt: row.recorded_at,
    reversedOn: row.reversed_on,
    reversedAt: row.reversed_at === null ? null : String(row.reversed_at),
    reversalReason: row.reversal_reason,
  };
}
