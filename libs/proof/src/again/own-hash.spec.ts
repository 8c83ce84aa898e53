import { sha256 } from '@gongji/application';
import { fits, seal, type EventMetadata } from '@gongji/core';
import { describe, expect, it } from '@jest/globals';
import { LogEvent } from './log-event.ts';
import { carriesOwnHash } from './own-hash.ts';

const METADATA = {
  actor: 'operator',
  causationId: 'c-1',
  commandHash: 'a'.repeat(64),
  commandId: 'c-1',
  correlationId: 'c-1',
  occurredOn: '2023-03-01',
  previousHash: '0'.repeat(64),
  recordedAt: '2023-03-01T01:02:03.000Z',
  restedOn: {
    pack: 'zibo-2022/1',
    packHash: 'b'.repeat(64),
    revisions: { 'institution-zibo.H1': '0', 'policy-zibo': '2' },
  },
  role: 'agency',
  schemaVersion: 1,
};

/** A stored event whose metadata are these. */
function stored(metadata: Parameters<typeof seal>[0]['metadata'] = METADATA) {
  const event = {
    stream: 'insured-zibo.P1',
    revision: 3n,
    eventId: 'e-1',
    type: 'VisitSettled',
    data: '{"total":"1.00"}',
  };
  return { ...event, position: 7n, metadata: seal({ ...event, metadata }, sha256).metadata };
}

/** What the core's own check says, and what this one does. */
function verdicts(event: ReturnType<typeof stored>): readonly [boolean, boolean] {
  const metadata = JSON.parse(event.metadata) as EventMetadata;
  return [fits(event, metadata.previousHash, sha256), carriesOwnHash(new LogEvent(event))];
}

/** The event with its metadata spelled another way. */
function respelled(respell: (text: string) => string, event = stored()): ReturnType<typeof stored> {
  return { ...event, metadata: respell(event.metadata) };
}

describe('the hash of an event', () => {
  it.each([
    ['as events are written', METADATA],
    ['without rules', { ...METADATA, restedOn: { revisions: {} } }],
    ['resting on nothing', { ...METADATA, restedOn: {} }],
    ['with text that JSON escapes', { ...METADATA, actor: 'a "b" \\ \n' }],
    ['with text beyond ASCII', { ...METADATA, actor: '经办 \u{1F600}' }],
    ['with a member that events do not have', { ...METADATA, aaa: { hash: '0' }, zzz: 1 }],
    ['with revisions of streams that look like numbers', { ...METADATA, restedOn: { revisions: { 10: '1', 9: '2' } } }],
  ])('fits %s', (_, metadata) => {
    expect(verdicts(stored(metadata))).toEqual([true, true]);
  });

  it.each<readonly [string, (text: string) => string]>([
    ['white space', (text) => text.replace(',"role"', ', "role"')],
    ['a line after it', (text) => `${text}\n`],
    ['members in another order', (text) => JSON.stringify({ role: 'agency', ...(JSON.parse(text) as object) })],
    ['revisions in another order', (text) => text.replace(/("inst[^,]*),("pol[^}]*)}/, '$2,$1}')],
    ['a revision twice', (text) => text.replace('"policy-zibo":"2"', '"policy-zibo":"2","policy-zibo":"2"')],
    ['the hash twice', (text) => text.replace('"role"', `"hash":"${'0'.repeat(64)}","role"`)],
    ['a letter escaped', (text) => text.replace('operator', '\\u006fperator')],
    ['another actor', (text) => text.replace('operator', 'somebody')],
    ['another hash before it', (text) => text.replace('"previousHash":"0', '"previousHash":"1')],
    ['another version', (text) => text.replace('"schemaVersion":1', '"schemaVersion":1.0')],
  ])('does not fit with %s', (_, respell) => {
    const event = respelled(respell);
    expect(event.metadata).not.toBe(stored().metadata);
    expect(verdicts(event)).toEqual([false, false]);
  });

  it.each([
    ['data', { data: '{"total":"2.00"}' }],
    ['place', { revision: 4n }],
    ['stream', { stream: 'insured-zibo.P2' }],
    ['type', { type: 'AccountDebited' }],
    ['id', { eventId: 'e-2' }],
  ])('does not fit with another %s', (_, other) => {
    expect(verdicts({ ...stored(), ...other })).toEqual([false, false]);
  });
});
