import { isAnyOf } from '../framework/any-of.ts';
import type { LogEvent } from '../framework/log-event.ts';
import type { Row } from '../framework/table.ts';
import type { Writer } from '../framework/writer.ts';
import type { ItemState } from './project.ts';
import { RECONCILIATION_ITEMS } from './table.ts';

export type Item = Row<typeof RECONCILIATION_ITEMS>;

/** The open items that a batch may touch: those of its persons, and of the regions in which something was reconciled or decided. */
export class OpenItems {
  readonly #items = new Map<string, Item>();
  readonly #byPerson = new Map<string, Set<string>>();
  readonly #changed = new Set<string>();

  /** Reads them from the table, once a batch. */
  static async load(batch: readonly LogEvent[], { transaction }: Writer): Promise<OpenItems> {
    const items = new OpenItems();
    const isReconciled = (event: LogEvent): boolean => event.type.startsWith('Reconciliation');
    const regions = [...new Set(batch.filter(isReconciled).map(({ region }) => region))];
    const persons = [...new Set(batch.filter((event) => !isReconciled(event)).map(({ id }) => id))];
    const open = transaction.selectFrom(RECONCILIATION_ITEMS.name).selectAll().where('state', '=', 'open');
    const found = [
      ...(regions.length === 0 ? [] : await open.where('region', 'in', regions).execute()),
      ...(persons.length === 0
        ? []
        : await open
            .where('region', 'in', [...new Set(batch.map(({ region }) => region))])
            .where(isAnyOf(transaction, 'person_id', persons))
            .execute()),
    ];
    for (const row of found as unknown as readonly Item[]) items.#put(row);
    return items;
  }

  #put(item: Item): string {
    const key = keyOf(item);
    const person = personKeyOf(item.region, item.person_id);
    this.#items.set(key, item);
    this.#byPerson.set(person, (this.#byPerson.get(person) ?? new Set<string>()).add(key));
    return key;
  }

  /** Those of the person whose stream an event is in. */
  ofPerson({ region, id }: LogEvent): readonly Item[] {
    return [...(this.#byPerson.get(personKeyOf(region, id)) ?? [])]
      .map((key) => this.#items.get(key) as Item)
      .filter(({ state }) => state === 'open');
  }

  /** Those of a region, in the order in which they were recorded. */
  open(region: string): readonly Item[] {
    return [...this.#items.values()]
      .filter((item) => item.region === region && item.state === 'open')
      .sort((a, b) => a.position - b.position || a.item - b.item);
  }

  change(item: Item): void {
    this.#changed.add(this.#put(item));
  }

  resolve(item: Item, state: ItemState, { position, occurredOn }: LogEvent, reason: string | null = null): void {
    this.change({ ...item, state, resolved_at: position, resolved_on: occurredOn, reason });
  }

  changed(): readonly Item[] {
    return [...this.#changed].map((key) => this.#items.get(key) as Item);
  }
}

function keyOf({ region, position, item }: Item): string {
  return JSON.stringify([region, Number(position), Number(item)]);
}

function personKeyOf(region: string, personId: string): string {
  return `${region} ${personId}`;
}
