import { describe, expect, test } from '@jest/globals';
import type { Json } from '../proof/canonical.ts';
import { EventVersions, PRESENT_VERSIONS, readEvent, UnreadableEvent, type Upcaster } from './versions.ts';

type Fields = Readonly<Record<string, Json>>;

const named: Upcaster = (data) => ({ ...(data as Fields), name: 'unknown' });
const inFen: Upcaster = (data) => ({ ...(data as Fields), fen: Number((data as { yuan: string }).yuan) * 100 });

describe('an event is read in every version that was ever written', () => {
  const versions = new EventVersions({ Opened: 3, Closed: 1 }, { Opened: [named, inFen] });

  test.each<readonly [version: number, given: Json, read: Json]>([
    [1, { yuan: '2' }, { yuan: '2', name: 'unknown', fen: 200 }],
    [2, { yuan: '2', name: 'A' }, { yuan: '2', name: 'A', fen: 200 }],
    [3, { yuan: '2', name: 'A', fen: 5 }, { yuan: '2', name: 'A', fen: 5 }],
  ])('version %d', (version, given, read) => {
    expect(versions.read('Opened', version, given)).toEqual(read);
  });

  test('the present version is handed on as it is', () => {
    const data = { a: 1 };
    expect(versions.read('Closed', 1, data)).toBe(data);
  });

  test.each([
    ['Opened', 4],
    ['Opened', 0],
    ['Opened', 1.5],
    ['Opened', NaN],
    ['Closed', 2],
    ['Unheard', 1],
    ['constructor', 1],
  ])('%s of version %d is not guessed', (type, version) => {
    expect(() => versions.read(type, version, {})).toThrow(UnreadableEvent);
  });
});

describe('every version has a reader', () => {
  test.each<readonly [title: string, present: { [type: string]: number }, upcasters: { [type: string]: Upcaster[] }]>([
    ['a version lacks its reader', { Opened: 2 }, {}],
    ['the last one lacks it', { Opened: 3 }, { Opened: [named] }],
    ['one reader too many', { Opened: 1 }, { Opened: [named] }],
    ['a reader for a type that nobody writes', {}, { Opened: [named] }],
  ])('%s: the program does not start', (_title, present, upcasters) => {
    expect(() => new EventVersions(present, upcasters)).toThrow('Opened is written in version');
  });
});

test('every type of the ledger is read in its present version', () => {
  for (const [type, schemaVersion] of Object.entries(PRESENT_VERSIONS)) {
    const event = readEvent({ type, schemaVersion, data: { a: 1 }, occurredOn: '2023-01-01' });
    expect(event).toEqual({ type, data: { a: 1 }, occurredOn: '2023-01-01' });
  }
});
