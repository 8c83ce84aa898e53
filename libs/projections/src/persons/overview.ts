import type { PlainDate } from '@gongji/core';
import type { Kysely } from 'kysely';
import { accumulatorsOf, type AccumulatorsAnswer } from '../accumulators/query.ts';
import type { ViewTables } from '../database.ts';
import { snapshot } from '../engine/engine.ts';
import { yuanOf } from '../framework/amounts.ts';

/** A person at a glance: what `GetPerson` answers for today, from the views. */
export interface PersonOverview {
  readonly personId: string;
  readonly birthDate: PlainDate;
  readonly plan: string;
  readonly enrolledFrom: PlainDate;
  readonly employment: string;
  readonly entitled: boolean;
  /** open, closed or none. */
  readonly account: string;
  readonly balance: string;
  /** Of the balance, what is set aside for family members' visits that are being settled. */
  readonly held: string;
  readonly accumulators: AccumulatorsAnswer;
}

/** Undefined for a person who was never enrolled. All of it as of one position. */
export function overviewOf(
  database: Kysely<ViewTables>,
  region: string,
  personId: string,
): Promise<PersonOverview | undefined> {
  return snapshot(database, async (transaction) => {
    const person = await transaction
      .selectFrom('persons')
      .innerJoin('accounts', (join) =>
        join.onRef('accounts.region', '=', 'persons.region').onRef('accounts.person_id', '=', 'persons.person_id'),
      )
      .selectAll('persons')
      .select(['accounts.status', 'accounts.balance_fen'])
      .where('persons.region', '=', region)
      .where('persons.person_id', '=', personId)
      .executeTakeFirst();
    if (person === undefined) return undefined;
    const holds = await transaction
      .selectFrom('holds')
      .select(({ fn }) => fn.sum('fen').as('fen'))
      .where('region', '=', region)
      .where('person_id', '=', personId)
      .executeTakeFirstOrThrow();
    return {
      personId,
      birthDate: person.birth_date,
      plan: person.plan,
      enrolledFrom: person.enrolled_from,
      employment: person.employment,
      entitled: person.entitlement === 'entitled',
      account: person.status,
      balance: yuanOf(person.balance_fen),
      held: yuanOf(holds.fen),
      accumulators: await accumulatorsOf(transaction, region, personId),
    };
  });
}
