import { mkdtempSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type { RecordedEvent } from '@gongji/event-store';
import { toBlob } from './appender.ts';
import { openWriter } from './connection.ts';
import { INSERT_EVENT, INSERT_STREAM, type Connection } from './schema.ts';

/** An event to insert; its place follows from the order. */
export type BenchEvent = Pick<RecordedEvent, 'stream' | 'eventId' | 'type' | 'data' | 'metadata'>;

export type BenchBatches = readonly (readonly BenchEvent[])[];

/** What inserting took. */
export interface InsertTime {
  readonly seconds: number;
  /** Of the processor, in the process's own code and in the engine's, without the system's. */
  readonly userSeconds: number;
}

/**
 * What the engine itself needs for these events: the same bytes into the same tables with the same settings, one
 * transaction a batch, by prepared statements and nothing else. It is what the ledger's rate is measured against, so
 * everything that is not inserting (ids as bytes, places) is worked out before the clock starts.
 *
 * @param folder on the disk to be measured; the database is made in a new folder inside it and removed afterwards.
 * @param before what the log holds already when the clock starts.
 */
export function measureInsertRate(batches: BenchBatches, folder: string, before: BenchBatches = []): InsertTime {
  const place = mkdtempSync(join(folder, 'baseline-'));
  try {
    const rows = toRows([...before, ...batches]);
    return insertAll(rows.slice(0, before.length), rows.slice(before.length), place);
  } finally {
    rmSync(place, { recursive: true, force: true });
  }
}

interface Rows {
  /** Names of streams that occur for the first time; their ids are 1, 2, 3, … in this order. */
  readonly newStreams: string[];
  readonly events: unknown[][];
}

function toRows(batches: BenchBatches): Rows[] {
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

function insertAll(before: readonly Rows[], batches: readonly Rows[], folder: string): InsertTime {
  const db = openWriter(folder);
  try {
    const insert = inserter(db);
    insert(before);
    const [start, cpu] = [process.hrtime.bigint(), process.cpuUsage()];
    insert(batches);
    return {
      seconds: Number(process.hrtime.bigint() - start) / 1e9,
      userSeconds: process.cpuUsage(cpu).user / 1e6,
    };
  } finally {
    db.close();
  }
}

function inserter(db: Connection): (batches: readonly Rows[]) => void {
  const insertStream = db.prepare(INSERT_STREAM);
  const insertEvent = db.prepare(INSERT_EVENT);
  return (batches) => {
    for (const { newStreams, events } of batches) {
      db.exec('BEGIN IMMEDIATE');
      for (const name of newStreams) insertStream.run([name]);
      for (const event of events) insertEvent.run(event);
      db.exec('COMMIT');
    }
  };
}
