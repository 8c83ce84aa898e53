import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { KnownIds } from './known-ids.ts';

describe('ids that a stream used', () => {
  test('recent ones are known whole, with their revision', () => {
    const ids = new KnownIds();
    ids.add('visit:V1', 7);
    expect([ids.has('visit:V1'), ids.revisionOf('visit:V1'), ids.mayBeEarlier('visit:V1')]).toEqual([true, 7, false]);
    expect([ids.has('visit:V2'), ids.revisionOf('visit:V2'), ids.mayBeEarlier('visit:V2')]).toEqual([
      false,
      undefined,
      false,
    ]);
  });

  test('one that was taken back is free', () => {
    const ids = new KnownIds();
    ids.add('contribution:2023-01', 3);
    ids.remove('contribution:2023-01');
    expect([ids.has('contribution:2023-01'), ids.fingerprints()]).toEqual([false, '']);
  });

  test('after the books were closed an id may be an earlier one, and is not recent', () => {
    const ids = new KnownIds();
    ids.add('visit:V1', 7);
    ids.forget(ids.fingerprints());
    expect([ids.has('visit:V1'), ids.mayBeEarlier('visit:V1'), ids.mayBeEarlier('visit:V2')]).toEqual([
      false,
      true,
      false,
    ]);
    ids.add('visit:V2', 9);
    expect([ids.has('visit:V2'), ids.mayBeEarlier('visit:V2'), ids.mayBeEarlier('visit:V1')]).toEqual([
      true,
      false,
      true,
    ]);
  });

  test('they are told apart and keep their last revision, whatever characters they have', () => {
    const id = fc.string({ unit: fc.constantFrom('a', '"', '\\n', ' ', '1', '\\\\', '药') });
    fc.assert(
      fc.property(fc.array(fc.tuple(id, fc.boolean()), { size: 'large' }), (steps) => {
        const ids = new KnownIds();
        const model = new Map<string, number>();
        for (const [revision, [key, isAdded]] of steps.entries()) {
          if (isAdded) ids.add(key, revision);
          else ids.remove(key);
          if (isAdded) model.set(key, revision);
          else model.delete(key);
        }
        for (const [key] of steps) {
          expect([ids.has(key), ids.revisionOf(key)]).toEqual([model.has(key), model.get(key)]);
        }
      }),
    );
  });

  test('no id is ever lost: over any years each is recent or may be an earlier one', () => {
    fc.assert(
      fc.property(fc.array(fc.array(fc.string({ unit: 'binary' }))), (years) => {
        let ids = new KnownIds();
        const used = new Set<string>();
        for (const year of years) {
          year.forEach((id, revision) => {
            ids.add(`visit:${id}`, revision);
            used.add(`visit:${id}`);
          });
          const kept = ids.fingerprints();
          // Loaded from the carry-over, or carried on in memory: the same.
          ids.forget(kept);
          const restored = new KnownIds(kept);
          expect(restored.fingerprints()).toBe(ids.fingerprints());
          ids = restored;
        }
        for (const id of used) expect(ids.has(id) || ids.mayBeEarlier(id)).toBe(true);
        expect(ids.fingerprints()).toHaveLength(6 * used.size);
      }),
    );
  });

  test('an id that was used twice has one fingerprint', () => {
    const ids = new KnownIds();
    ids.add('contribution:2023-01', 1);
    ids.forget(ids.fingerprints());
    ids.add('contribution:2023-01', 5);
    expect(ids.fingerprints()).toHaveLength(6);
  });

  test('fingerprints are found at their own places only', () => {
    const ids = new KnownIds();
    for (let at = 0; at < 500; at += 1) ids.add(`visit:V${String(at)}`, at);
    ids.forget(ids.fingerprints());
    const mistaken = Array.from({ length: 20_000 }, (_, at) => `visit:X${String(at)}`).filter((id) =>
      ids.mayBeEarlier(id),
    );
    expect(mistaken).toEqual([]);
  });
});
