import { describe, expect, it } from '@jest/globals';
import { openWriter } from './connection.ts';
import { INSERT_EVENT, type Connection } from './schema.ts';
import { Streams } from './streams.ts';
import { withFolder } from './testing/places.ts';

/** Runs a test with an empty log of which only some streams are remembered. */
function withStreams(generation: number, test: (streams: Streams, db: Connection) => void): Promise<void> {
  return withFolder((folder) => {
    const db = openWriter(folder);
    test(new Streams(db, generation), db);
    db.close();
    return Promise.resolve();
  });
}

describe('what is remembered of streams', () => {
  it('is the same as what is in the file, however little is remembered', () =>
    withStreams(2, (streams, db) => {
      const insert = db.prepare(INSERT_EVENT);
      const names = Array.from({ length: 20 }, (_, i) => `s-${i}`);
      const ids = new Map(names.map((name) => [name, streams.create(name).id]));
      for (let position = 1; position <= 200; position++) {
        const name = names[(position * 7) % 20] ?? '';
        const state = streams.find(name);
        expect(state).toEqual({ id: ids.get(name), last: Math.floor((position - 1) / 20) - 1 });
        if (state === undefined) return;
        state.last += 1;
        insert.run([position, state.id, state.last, Buffer.from([position]), '', '', '']);
      }
      expect(streams.find('s-20')).toBeUndefined();
    }));

  it('is nothing after a transaction was taken back', () =>
    withStreams(10, (streams, db) => {
      db.exec('BEGIN');
      streams.create('new');
      db.exec('ROLLBACK');
      streams.forget();
      expect(streams.find('new')).toBeUndefined();
    }));
});
