import { mkdtempSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { toBlob } from './appender.ts';
import { openWriter } from './connection.ts';
import { INSERT_EVENT, INSERT_STREAM } from './schema.ts';

/** An event to insert; its place follows from the order. */
export interface BenchEvent {
  readonly stream: string;
  readonly eventId: string;
  readonly type: string;
  readonly data: string;
  readonly metadata: string;
}

/**
 * Seconds that the engine itself needs for these events: the same bytes into the same tables with the same settings,
 * one transaction a batch, by prepared statements and nothing else. It is what the ledger's rate is measured against,
 * so everything that is not inserting (ids as bytes, places) is worked out before the clock starts.
 *
 * @param folder on the disk to be measured; the database is made in a new folder inside it and removed afterwards.
 */
export function measureInsertRate(batches: readonly (readonly BenchEvent[])[], folder: string): number {
  const place = mkdtempSync(join(folder, 'baseline-'));
  try {
    return insertAll(toRows(batches), place);
  } finally {
    rmSync(place, { recursive: true, force: true });
  }
}

interface Rows {
  /** Names of streams that occur for the first time; their ids are 1, 2, 3, … in this order. */
  readonly newStreams: string[];
  readonly events: unknown[][];
}

function toRows(batches: readonly (readonly BenchEvent[])[]): Rows[] {
  const streams = new Map<string, { id: number; next: number }>();
  let position = 0;
  return batches.map((batch) => {
    const newStreams: string[] = [];
    const events = batch.map(({ stream, eventId, type, data, metadata }) => {
      let state = streams.get(stream);
      if (state === undefined) {
        state = { id: streams.size + 1, next: 0 };
        streams.set(stream, state);
        newStreams.push(stream);
      }
      return [++position, state.id, state.next++, toBlob(eventId), type, data, metadata];
    });
    return { newStreams, events };
  });
}

function insertAll(batches: readonly Rows[], folder: string): number {
  const db = openWriter(folder);
  try {
    const insertStream = db.prepare(INSERT_STREAM);
    const insertEvent = db.prepare(INSERT_EVENT);
    const start = process.hrtime.bigint();
    for (const { newStreams, events } of batches) {
      db.exec('BEGIN IMMEDIATE');
      for (const name of newStreams) insertStream.run([name]);
      for (const event of events) insertEvent.run(event);
      db.exec('COMMIT');
    }
    return Number(process.hrtime.bigint() - start) / 1e9;
  } finally {
    db.close();
  }
}
