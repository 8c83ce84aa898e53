import { WATCHED_DAYS, type WatchedFact } from '@gongji/core';
import { fenOf, yuanOf } from '../framework/amounts.ts';
import { isAnyOf } from '../framework/any-of.ts';
import type { LogEvent } from '../framework/log-event.ts';
import type { Row } from '../framework/table.ts';
import type { Writer } from '../framework/writer.ts';
import { WATCHED_FACTS, WATCHED_SPANS } from './table.ts';
import type { Watched } from './watched.ts';

type FactRow = Row<typeof WATCHED_FACTS>;
type SpanRow = Row<typeof WATCHED_SPANS>;

/** A day after all others: a death concerns whatever follows it. */
const FOR_EVER = 10_000_000;

/**
 * What is known of the persons of a batch: read from the tables once, and kept up as its events are taken in, so that it does not
 * matter how the log is cut.
 */
export class Known {
  readonly #persons = new Map<string, Watched[]>();
  readonly #facts: FactRow[] = [];
  readonly #spans: SpanRow[] = [];
  /** Reversed settlements that an earlier batch wrote. */
  readonly #toReverse: { readonly region: string; readonly person_id: string; readonly visit_id: string }[] = [];

  static async load(
    watched: readonly { readonly event: LogEvent; readonly fact: Watched | undefined }[],
    writer: Writer,
  ): Promise<Known> {
    const known = new Known();
    const regions = new Map<string, { readonly ids: Set<string>; from: number; to: number }>();
    for (const { event, fact } of watched) {
      if (fact === undefined) continue;
      const { region, id } = event;
      const of = regions.get(region) ?? { ids: new Set(), from: Infinity, to: -Infinity };
      of.ids.add(id);
      of.from = Math.min(of.from, fact.day - WATCHED_DAYS);
      of.to = Math.max(of.to, fact.kind === 'death' ? FOR_EVER : fact.until + WATCHED_DAYS);
      regions.set(region, of);
    }
    for (const [region, { ids, from, to }] of regions) await known.#read(writer, { region, ids: [...ids], from, to });
    return known;
  }

  async #read(
    { transaction }: Writer,
    {
      region,
      ids,
      from,
      to,
    }: { readonly region: string; readonly ids: readonly string[]; readonly from: number; readonly to: number },
  ): Promise<void> {
    const isOfThem = isAnyOf(transaction, 'person_id', ids);
    const facts = (await transaction
      .selectFrom(WATCHED_FACTS.name)
      .selectAll()
      .where('region', '=', region)
      .where(isOfThem)
      .where('day', '>=', from)
      .where('day', '<=', to)
      .where('is_reversed', '=', 0)
      .execute()) as FactRow[];
    const spans = (await transaction
      .selectFrom(WATCHED_SPANS.name)
      .selectAll()
      .where('region', '=', region)
      .where(isOfThem)
      .execute()) as SpanRow[];
    for (const row of facts) this.#person(region, row.person_id).push(readFact(row));
    for (const row of spans) this.#person(region, row.person_id).push(readSpan(row));
  }

  #person(region: string, id: string): Watched[] {
    const key = JSON.stringify([region, id]);
    const found = this.#persons.get(key) ?? [];
    this.#persons.set(key, found);
    return found;
  }

  /** What is known of the event's person: settlements that were reversed are not among it. */
  of({ region, id }: LogEvent): readonly WatchedFact[] {
    return this.#person(region, id);
  }

  add({ region, id: person_id }: LogEvent, fact: Watched): void {
    this.#person(region, person_id).push(fact);
    if (fact.kind === 'stay' || fact.kind === 'death') this.#spans.push(spanRow(region, person_id, fact));
    else this.#facts.push(factRow(region, person_id, fact));
  }

  /** A settlement was taken back: it is no evidence any more. */
  reverse({ region, id: person_id }: LogEvent, visit_id: string): void {
    const person = this.#person(region, person_id);
    const at = person.findIndex(({ kind, visitId }) => kind === 'visit' && visitId === visit_id);
    if (at !== -1) person.splice(at, 1);
    const isSame = (row: FactRow): boolean =>
      row.region === region && row.person_id === person_id && row.kind === 'visit' && row.visit_id === visit_id;
    const written = this.#facts.findIndex(isSame);
    if (written === -1) this.#toReverse.push({ region, person_id, visit_id });
    else this.#facts[written] = { ...(this.#facts[written] as FactRow), is_reversed: 1 };
  }

  async write(writer: Writer): Promise<void> {
    await writer.insert(WATCHED_FACTS, this.#facts);
    await writer.insert(WATCHED_SPANS, this.#spans);
    for (const { region, person_id, visit_id } of this.#toReverse) {
      await writer.transaction
        .updateTable(WATCHED_FACTS.name)
        .set({ is_reversed: 1 })
        .where('region', '=', region)
        .where('person_id', '=', person_id)
        .where('kind', '=', 'visit')
        .where('visit_id', '=', visit_id)
        .execute();
    }
  }
}

function factRow(region: string, person_id: string, fact: Watched): FactRow {
  return {
    region,
    person_id,
    day: fact.day,
    position: fact.position,
    event_id: fact.eventId,
    kind: fact.kind,
    visit_id: fact.kind === 'visit' ? fact.visitId : '',
    institution_id: fact.institutionId,
    at_pharmacy: fact.atPharmacy ? 1 : 0,
    total_fen: fenOf(fact.total),
    account_fen: fenOf(fact.account),
    balance_fen: fenOf(fact.balance),
    beneficiary_id: fact.beneficiaryId,
    is_reversed: 0,
  };
}

function spanRow(region: string, person_id: string, fact: Watched): SpanRow {
  const { position, eventId: event_id, kind, day, until, institutionId: institution_id } = fact;
  return { region, person_id, position, event_id, kind, day, until, institution_id };
}

function readFact(row: FactRow): Watched {
  const day = Number(row.day);
  return {
    position: Number(row.position),
    eventId: row.event_id,
    kind: row.kind as Watched['kind'],
    day,
    until: day,
    visitId: row.visit_id,
    institutionId: row.institution_id,
    atPharmacy: Number(row.at_pharmacy) === 1,
    total: yuanOf(row.total_fen),
    account: yuanOf(row.account_fen),
    balance: yuanOf(row.balance_fen),
    beneficiaryId: row.beneficiary_id,
  };
}

function readSpan(row: SpanRow): Watched {
  return {
    position: Number(row.position),
    eventId: row.event_id,
    kind: row.kind as Watched['kind'],
    day: Number(row.day),
    until: Number(row.until),
    visitId: '',
    institutionId: row.institution_id,
    atPharmacy: false,
    total: '0.00',
    account: '0.00',
    balance: '0.00',
    beneficiaryId: '',
  };
}
