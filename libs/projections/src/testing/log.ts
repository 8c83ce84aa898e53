import type { LedgerEvent } from '@gongji/core';
import { MemoryEventStore, type EventStore, type NewEvent } from '@gongji/event-store';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Views, type ViewsOptions } from '../views.ts';

/** An event as a test writes it: its stream, and what happened on which day. */
export interface Written {
  readonly stream: string;
  readonly event: LedgerEvent;
}

/** A log of hand-made events. */
export class TestLog {
  readonly store: EventStore = new MemoryEventStore();
  readonly #revisions = new Map<string, bigint>();
  #written = 0;

  async append(...written: readonly Written[]): Promise<void> {
    const requests = written.map(({ stream, event }) => {
      const expectedRevision = this.#revisions.get(stream) ?? -1n;
      this.#revisions.set(stream, expectedRevision + 1n);
      return { stream, expectedRevision, events: [this.#made(event)] };
    });
    for (const { outcome } of await this.store.append(requests)) {
      if (outcome !== 'appended') throw new Error('the test log met another writer');
    }
  }

  #made({ type, data, occurredOn }: LedgerEvent): NewEvent {
    this.#written += 1;
    const recordedAt = new Date(Date.UTC(2024, 0, 1) + this.#written).toISOString();
    const restedOn = { pack: 'zibo-2022/1', packHash: 'abc' };
    return {
      eventId: `00000000-0000-4000-8000-${String(this.#written).padStart(12, '0')}`,
      type,
      data: JSON.stringify(data),
      metadata: JSON.stringify({ occurredOn, recordedAt, restedOn, schemaVersion: 1 }),
    };
  }
}

/** A folder for one test, gone after it. */
export async function inFolder<T>(use: (folder: string) => Promise<T>): Promise<T> {
  const folder = await mkdtemp(join(tmpdir(), 'views-'));
  try {
    return await use(folder);
  } finally {
    await rm(folder, { recursive: true });
  }
}

/** Views of a log in a folder of their own, brought to its head. */
export async function withViews<T>(
  log: TestLog,
  use: (views: Views) => Promise<T>,
  options?: ViewsOptions,
): Promise<T> {
  return inFolder(async (folder) => {
    const views = await Views.open(folder, log.store, options);
    try {
      await views.catchUp();
      return await use(views);
    } finally {
      await views.close();
    }
  });
}
