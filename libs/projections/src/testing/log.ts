import type { LedgerEvent } from '@gongji/core';
import { MemoryEventStore, type EventStore, type NewEvent, type RecordedEvent } from '@gongji/event-store';

/** An event as a test writes it: its stream, and what happened on which day. */
export interface Written {
  readonly stream: string;
  readonly event: LedgerEvent;
  /** Default: one of its own. */
  readonly commandId?: string | undefined;
}

/** A log of hand-made events. */
export class TestLog {
  readonly store: EventStore = new MemoryEventStore();
  readonly #revisions = new Map<string, bigint>();
  #written = 0;

  async append(...written: readonly Written[]): Promise<void> {
    const requests = written.map(({ stream, event, commandId }) => {
      const expectedRevision = this.#revisions.get(stream) ?? -1n;
      this.#revisions.set(stream, expectedRevision + 1n);
      return { stream, expectedRevision, events: [this.#made(event, commandId)] };
    });
    for (const { outcome } of await this.store.append(requests)) {
      if (outcome !== 'appended') throw new Error('the test log met another writer');
    }
  }

  /** Hides events, a page at a time, as if somebody had cut them out; the log's head stays. */
  cutOut(isCut: (position: bigint) => boolean): void {
    const { store } = this;
    const kept = (pages: AsyncIterable<readonly RecordedEvent[]>) =>
      (async function* () {
        for await (const page of pages) {
          const left = page.filter(({ position }) => !isCut(position));
          if (left.length > 0) yield left;
        }
      })();
    const [readAll, subscribe] = [store.readAll.bind(store), store.subscribe.bind(store)];
    store.readAll = (options) => kept(readAll(options));
    store.subscribe = (options) => kept(subscribe(options));
  }

  #made({ type, data, occurredOn }: LedgerEvent, commandId = `c-${String(this.#written + 1)}`): NewEvent {
    this.#written += 1;
    const recordedAt = new Date(Date.UTC(2024, 0, 1) + this.#written).toISOString();
    const restedOn = { pack: 'zibo-2022/1', packHash: 'abc' };
    return {
      eventId: `00000000-0000-4000-8000-${String(this.#written).padStart(12, '0')}`,
      type,
      data: JSON.stringify(data),
      metadata: JSON.stringify({ actor: 'clerk', commandId, occurredOn, recordedAt, restedOn, schemaVersion: 1 }),
    };
  }
}
