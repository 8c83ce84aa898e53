import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { familiesOf, type FoundPeople } from './families.ts';

const found = (streams: string, ...links: readonly string[]): FoundPeople => ({
  streams: Array.from(streams),
  links: links.map((pair) => [pair.charAt(0), pair.charAt(1)]),
});

const shown = (stretches: readonly FoundPeople[]): string[] =>
  familiesOf(stretches).map((family) => [...family].sort().join(''));

describe('people in families', () => {
  test.each<readonly [title: string, stretches: readonly FoundPeople[], families: readonly string[]]>([
    ['nobody', [], []],
    ['everybody alone', [found('AB')], ['A', 'B']],
    ['two who are linked', [found('ABC', 'CA')], ['AC', 'B']],
    ['linked over a third one', [found('ABC', 'AB', 'BC')], ['ABC']],
    ['linked in another stretch than enrolled', [found('AB'), found('C', 'CA'), found('', 'BC')], ['ABC']],
  ])('%s', (_title, stretches, families) => {
    expect(shown(stretches)).toEqual(families);
  });

  test('however the log is cut', () => {
    const person = fc.constantFrom(...Array.from('ABCDEFGH'));
    const link = fc.tuple(person, person).filter(([a, b]) => a !== b);
    fc.assert(
      fc.property(fc.array(link, { maxLength: 8 }), fc.nat(8), (links, cut) => {
        const whole = found('ABCDEFGH', ...links.map((pair) => pair.join('')));
        const parts = [
          { streams: whole.streams.slice(0, cut), links: whole.links.slice(0, cut) },
          { streams: whole.streams.slice(cut), links: whole.links.slice(cut) },
        ];
        expect(shown(parts)).toEqual(shown([whole]));
      }),
    );
  });
});
