import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { factOn, lastFact, withFact, type Timeline } from './timeline.ts';

function recorded(...facts: readonly (readonly [from: string, value: string])[]): Timeline<string> {
  return facts.reduce<Timeline<string>>((timeline, [from, value]) => withFact(timeline, from, value), []);
}

describe('what held on a day', () => {
  test.each([
    ['nothing before the first fact', [['2023-03-01', 'a']], '2023-02-28', undefined],
    ['the fact from its first day on', [['2023-03-01', 'a']], '2023-03-01', 'a'],
    [
      'a later fact replaces it',
      [
        ['2023-03-01', 'a'],
        ['2023-05-01', 'b'],
      ],
      '2023-05-01',
      'b',
    ],
    [
      'until the day before',
      [
        ['2023-03-01', 'a'],
        ['2023-05-01', 'b'],
      ],
      '2023-04-30',
      'a',
    ],
    [
      'recorded late, it counts from its own day',
      [
        ['2023-05-01', 'b'],
        ['2023-03-01', 'a'],
      ],
      '2023-04-01',
      'a',
    ],
    [
      'and does not undo a later one',
      [
        ['2023-05-01', 'b'],
        ['2023-03-01', 'a'],
      ],
      '2023-06-01',
      'b',
    ],
    [
      'on the same day the one recorded later counts',
      [
        ['2023-03-01', 'a'],
        ['2023-03-01', 'b'],
      ],
      '2023-03-01',
      'b',
    ],
    [
      'also between others',
      [
        ['2023-03-01', 'a'],
        ['2023-05-01', 'c'],
        ['2023-03-01', 'b'],
      ],
      '2023-04-01',
      'b',
    ],
    ['no fact at all', [], '2023-03-01', undefined],
  ] as const)('%s', (_title, facts, on, value) => {
    expect(factOn(recorded(...facts), on)).toBe(value);
  });

  test('the fact that starts last', () => {
    expect(lastFact(recorded(['2023-05-01', 'b'], ['2023-03-01', 'a']))).toBe('b');
    expect(lastFact([])).toBeUndefined();
  });
});

const MARCH = fc.integer({ min: 1, max: 9 }).map((day) => `2023-03-0${String(day)}`);

test('agrees with a naive search through all that was recorded', () => {
  fc.assert(
    fc.property(fc.array(MARCH), MARCH, (days, on) => {
      const facts = days.map((from, order) => [from, String(order)] as const);
      let best: (typeof facts)[number] | undefined;
      for (const fact of facts) if (fact[0] <= on && (best === undefined || fact[0] >= best[0])) best = fact;
      expect(factOn(recorded(...facts), on)).toBe(best?.[1]);
    }),
  );
});

test('a timeline that was handed out never changes', () => {
  const before = recorded(['2023-03-01', 'a'], ['2023-05-01', 'c']);
  const copy = JSON.stringify(before);
  withFact(before, '2023-04-01', 'b');
  expect(JSON.stringify(before)).toBe(copy);
});
