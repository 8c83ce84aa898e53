import {
  CARD_MINUTES,
  dayNumber,
  exact,
  manyCards,
  minuteNumber,
  minutesOfDay,
  WARNING_RULES,
  type CardUse,
} from '@gongji/core';
import type { LogEvent } from '../framework/log-event.ts';
import type { Row } from '../framework/table.ts';
import type { Writer } from '../framework/writer.ts';
import { WATCHED_CARDS } from './table.ts';
import type { Watched } from './watched.ts';

type CardRow = Row<typeof WATCHED_CARDS>;

interface Pharmacy {
  readonly region: string;
  readonly institutionId: string;
  from: number;
  to: number;
  readonly uses: CardRow[];
}

/**
 * The cards that were used at the pharmacies of a batch around its times: read from the tables once, and kept up as the batch is taken
 * in. A batch without times of day asks nothing.
 */
export class KnownCards {
  readonly #pharmacies = new Map<string, Pharmacy>();
  readonly #used: CardRow[] = [];

  static async load(
    watched: readonly { readonly event: LogEvent; readonly fact: Watched | undefined }[],
    writer: Writer,
  ): Promise<KnownCards> {
    const known = new KnownCards();
    for (const { event, fact } of watched) {
      const row = fact === undefined ? undefined : rowOf(event, fact);
      if (row !== undefined) known.#expect(row);
    }
    for (const pharmacy of known.#pharmacies.values()) await known.#read(writer, pharmacy);
    return known;
  }

  #expect({ region, institution_id: institutionId, minute }: CardRow): void {
    const key = keyOf(region, institutionId);
    const of = this.#pharmacies.get(key) ?? { region, institutionId, from: Infinity, to: -Infinity, uses: [] };
    of.from = Math.min(of.from, minute - CARD_MINUTES);
    of.to = Math.max(of.to, minute + CARD_MINUTES);
    this.#pharmacies.set(key, of);
  }

  async #read({ transaction }: Writer, { region, institutionId, from, to, uses }: Pharmacy): Promise<void> {
    const rows = (await transaction
      .selectFrom(WATCHED_CARDS.name)
      .selectAll()
      .where('region', '=', region)
      .where('institution_id', '=', institutionId)
      .where('minute', '>=', from)
      .where('minute', '<=', to)
      .where('is_reversed', '=', 0)
      .execute()) as CardRow[];
    uses.push(...rows);
  }

  /** Takes a fact in. @returns the uses that raise the rule together with it; none where it raises nothing or is no use of a card. */
  take(event: LogEvent, fact: Watched): readonly CardUse[] {
    const row = rowOf(event, fact);
    if (row === undefined) return [];
    const { uses } = this.#pharmacies.get(keyOf(row.region, row.institution_id)) as Pharmacy;
    const raised = manyCards(useOf(row), uses.map(useOf));
    uses.push(row);
    this.#used.push(row);
    return raised;
  }

  /** A settlement was taken back: it is no evidence any more. */
  async reverse({ region, id, fact }: LogEvent, writer: Writer): Promise<void> {
    if (fact.type !== 'SettlementReversed') return;
    const { institutionId, visitId, visitDate } = fact.data;
    const isIt = (row: CardRow): boolean => row.person_id === id && row.visit_id === visitId;
    const uses = this.#pharmacies.get(keyOf(region, institutionId))?.uses ?? [];
    const at = uses.findIndex(isIt);
    if (at !== -1) uses.splice(at, 1);
    const used = this.#used.findIndex((row) => row.region === region && isIt(row));
    if (used !== -1) {
      this.#used[used] = { ...(this.#used[used] as CardRow), is_reversed: 1 };
      return;
    }
    const { first, last } = minutesOfDay(dayNumber(visitDate));
    await writer.transaction
      .updateTable(WATCHED_CARDS.name)
      .set({ is_reversed: 1 })
      .where('region', '=', region)
      .where('institution_id', '=', institutionId)
      .where('minute', '>=', first)
      .where('minute', '<=', last)
      .where('person_id', '=', id)
      .where('visit_id', '=', visitId)
      .execute();
  }

  async write(writer: Writer): Promise<void> {
    await writer.insert(WATCHED_CARDS, this.#used);
  }
}

/** A fact as the use of a card: at a pharmacy, at a time that was told, of an amount that counts. */
function rowOf({ region, id: person_id }: LogEvent, fact: Watched): CardRow | undefined {
  const { position, eventId: event_id, institutionId: institution_id, visitId, kind, day, time, account } = fact;
  if (time === undefined || !fact.atPharmacy || exact(account).lt(WARNING_RULES['many-cards'].amount)) return undefined;
  const visit_id = kind === 'visit' ? visitId : '';
  const minute = minuteNumber(day, time);
  return { region, institution_id, minute, position, event_id, person_id, visit_id, is_reversed: 0 };
}

function useOf({ position, event_id: eventId, person_id: personId, minute }: CardRow): CardUse {
  return { position: Number(position), eventId, personId, minute: Number(minute) };
}

function keyOf(region: string, institutionId: string): string {
  return JSON.stringify([region, institutionId]);
}
