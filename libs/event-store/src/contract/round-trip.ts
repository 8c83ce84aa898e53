import { describe, expect, it } from '@jest/globals';
import { NO_STREAM, type NewEvent } from '../event-store.ts';
import {
  aStream,
  anEvent,
  appendOne,
  collect,
  recorded,
  withStore,
  type OpenStore,
  type StoreTraits,
} from './support.ts';

export function describeRoundTrip(open: OpenStore, { largestData = 1_000_000 }: StoreTraits): void {
  // what is stored | the event
  const cases: [string, Partial<NewEvent>][] = [
    ['Chinese text', { data: '{"医院":"杭州市第一人民医院"}', metadata: '{"经办":"张三"}' }],
    ['characters beyond the basic plane', { data: '{"𠮷":"😀👩‍👩‍👧"}', type: '冲正𠮷' }],
    ['combining and bidirectional marks', { data: '"e\u0301 \u00e9 \u202eabc\u202c \ufeff"' }],
    ['escapes that must stay escapes', { data: '"\\u0000\\n\\"\\\\ \\ud83d"' }],
    ['quotes, semicolons and percent signs', { data: `{"a":"'; -- %s \\" ?"}`, type: "It's; Done" }],
    ['empty texts', { data: '', metadata: '' }],
    ['white space, which is content', { data: ' {\t"a" :\r\n1 }  \n' }],
    ['numbers that no double holds', { data: '{"n":12345678901234567890.000}' }],
  ];

  describe('giving back what was appended, byte for byte', () => {
    it.each(cases)('%s', (_, over) => roundTrip(open, anEvent(0, over))());

    it(
      `${largestData} bytes of data`,
      roundTrip(open, anEvent(0, { data: `"${'费'.repeat(Math.floor((largestData - 2) / 3))}"` })),
    );

    it(
      'stream names in any script',
      withStore(open, async (store) => {
        for (const stream of [aStream('参保人-杭州'), aStream('a b%c/d?e#f'), aStream("o'clock")]) {
          await appendOne(store, stream, NO_STREAM, [anEvent()]);
          const [event] = await collect(store.readStream(stream, { direction: 'backwards' }));
          expect(event?.stream).toBe(stream);
        }
      }),
    );
  });
}

function roundTrip(open: OpenStore, event: NewEvent): () => Promise<void> {
  return withStore(open, async (store, base, { reopen }) => {
    const request = { stream: aStream(), expectedRevision: NO_STREAM, events: [event] };
    await store.append([request]);
    const expected = recorded(request, base);
    expect(await collect(store.readStream(request.stream, { direction: 'forwards' }))).toEqual(expected);
    expect(await store.findEvent(event.eventId)).toEqual(expected[0]);
    const again = reopen === undefined ? store : await reopen();
    expect(await collect(again.readAll({ after: base }))).toEqual(expected);
  });
}
