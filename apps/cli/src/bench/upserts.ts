import { SqliteEventStore } from '@gongji/event-store-sqlite';
import { catchUpAlone, CORE_VIEWS, inEmptySchema, recordWrites, writeBare } from '@gongji/projections/bench';
import { timed, type Time } from './time.ts';

/** What one round took, for the same rows. */
export interface UpsertRound {
  readonly catchingUp: Time;
  readonly bare: Time;
}

/** Rounds over the same log. */
export interface UpsertFigures {
  readonly events: number;
  /** Rows that the core views write for the log; one that several batches write is counted as often. */
  readonly rows: number;
  readonly rounds: readonly UpsertRound[];
}

export interface UpsertTask {
  /** Of the log. */
  readonly folder: string;
  /** For views that tell what is written; nothing of it is timed. */
  readonly scratch: string;
  /** The address of a PostgreSQL database. */
  readonly place: string;
  readonly rounds: number;
}

/** The core views' catching up, and the bare upserts of the rows that it writes, in turns. */
export async function timedUpserts({ folder, scratch, place, rounds }: UpsertTask): Promise<UpsertFigures> {
  const store = await SqliteEventStore.open(folder, { readOnly: true });
  const writes = await recordWrites(scratch, store, CORE_VIEWS);
  const times: UpsertRound[] = [];
  for (let round = 1; round <= rounds; round += 1) {
    const schema = `gongji_bench_${String(process.pid)}_${String(round)}`;
    const catchingUp = await inEmptySchema(place, schema, (address) =>
      timed(() => catchUpAlone(address, store, CORE_VIEWS)),
    );
    const bare = await inEmptySchema(place, schema, (address) => writeBare(address, writes, timed));
    times.push({ catchingUp, bare });
  }
  const events = Number(await store.head());
  await store.close();
  return { events, rows: writes.flat().reduce((sum, { rows }) => sum + rows.length, 0), rounds: times };
}
