import { randomUUID } from 'node:crypto';
import { readdirSync } from 'node:fs';
import { expect, it } from '@jest/globals';
import { measureInsertRate, type BenchEvent } from './bench.ts';
import { withFolder } from './testing/places.ts';

it('measures the seconds of inserting, and leaves nothing behind', () =>
  withFolder(async (folder) => {
    const batch = (n: number): BenchEvent[] =>
      Array.from({ length: 10 }, (_, i) => {
        return { stream: `s-${(n + i) % 7}`, eventId: randomUUID(), type: 'Happened', data: '{}', metadata: '{}' };
      });
    const { seconds, userSeconds } = measureInsertRate([batch(0), batch(1)], folder, [batch(2)]);
    expect(seconds).toBeGreaterThan(0);
    expect(userSeconds).toBeGreaterThanOrEqual(0);
    expect(readdirSync(folder)).toEqual([]);
  }));
