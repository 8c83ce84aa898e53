import { describe, expect, it } from '@jest/globals';
import { MemoryEventStore, NO_STREAM, type EventStore, type RecordedEvent } from '@gongji/event-store';
import { copyLog, type CopyProgress } from './copy-log.ts';
import { DisturbedStore } from './testing/disturbed-store.ts';
import { answersOf, openOn, type Step } from './testing/open-ledger.ts';
import { StreamByStreamStore } from './testing/stream-by-stream-store.ts';

function enrolling(personId: string): Step {
  const about = { birthDate: '1980-05-20', employment: 'on-job', plan: 'pooled-and-account', from: '2022-06-01' };
  return { type: 'EnrolPerson', personId, ...about };
}

const STEPS: readonly Step[] = [
  ...['P1', 'P2', 'P3'].map(enrolling),
  {
    type: 'RecordContribution',
    personId: 'P1',
    month: '2023-01',
    base: '5000.00',
    amount: '450.00',
    paidOn: '2023-01-10',
  },
  { type: 'ChangeEmployment', personId: 'P1', employment: 'flexible', completedOn: '2023-04-01' },
];

/** A log of some commands. */
async function logOf(steps: readonly Step[]): Promise<MemoryEventStore> {
  const store = new MemoryEventStore();
  await answersOf(await openOn(store), steps);
  return store;
}

async function eventsIn(store: EventStore): Promise<readonly RecordedEvent[]> {
  const events: RecordedEvent[] = [];
  for await (const page of store.readAll()) events.push(...page);
  return events;
}

describe('copying a log', () => {
  it.each([
    ['in whole pages', new MemoryEventStore()],
    ['append by append', new StreamByStreamStore(new MemoryEventStore())],
  ] as const)('gives every event its place, id and hash, %s', async (_, target) => {
    const source = await logOf(STEPS);
    expect(await copyLog(source, target)).toEqual({ already: 0n, copied: 5n });
    expect(await eventsIn(target)).toEqual(await eventsIn(source));
  });

  it('says how far it is', async () => {
    const said: CopyProgress[] = [];
    await copyLog(await logOf(STEPS), new MemoryEventStore(), (progress) => said.push(progress));
    expect(said).toEqual([
      { phase: 'copy', position: 5n, upTo: 5n },
      { phase: 'verify', position: 5n, upTo: 5n },
    ]);
  });

  it('goes on where it was cut, also when the answer of the last append was lost', async () => {
    const source = await logOf(STEPS);
    const target = new StreamByStreamStore(new MemoryEventStore());
    for (const losesAnswer of [false, true, false]) {
      Object.assign(target, { left: 1, losesAnswer });
      await expect(copyLog(source, target)).rejects.toThrow('cut');
    }
    target.left = Infinity;
    expect(await copyLog(source, target)).toEqual({ already: 3n, copied: 2n });
    expect(await eventsIn(target)).toEqual(await eventsIn(source));
  });

  it('brings later what was written since', async () => {
    const [source, target] = [await logOf(STEPS.slice(0, 2)), new MemoryEventStore()];
    await copyLog(source, target);
    await answersOf(await openOn(source), STEPS.slice(2), 'later');
    expect(await copyLog(source, target)).toEqual({ already: 2n, copied: 3n });
    expect(await copyLog(source, target)).toEqual({ already: 5n, copied: 0n });
  });

  it('refuses an empty source', async () => {
    const copying = copyLog(new MemoryEventStore(), new MemoryEventStore());
    await expect(copying).rejects.toThrow('The source holds no event.');
  });

  it('writes nothing into a log that is no beginning of the source, and names the first event that differs', async () => {
    const [source, target] = [await logOf(STEPS), await logOf([STEPS[0], enrolling('P9')] as readonly Step[])];
    await expect(copyLog(source, target)).rejects.toThrow(
      'no beginning of the source: The copy differs from the original at position 2',
    );
    expect(await target.head()).toBe(2n);
    await expect(copyLog(target, source)).rejects.toThrow('it holds 5 events, the source 2');
  });

  it('stops where somebody else writes to the target', async () => {
    const inner = new MemoryEventStore();
    const target = new DisturbedStore(inner);
    const event = { eventId: '00000000-0000-4000-8000-000000000000', type: 'Other', data: '{}', metadata: '{}' };
    target.before = async () => {
      await inner.append([{ stream: 'other', expectedRevision: NO_STREAM, events: [event] }]);
    };
    await expect(copyLog(await logOf(STEPS), target)).rejects.toThrow('somebody else writes to it');
  });

  it('says so when what was copied does not come back as it was', async () => {
    const target = new DisturbedStore(new MemoryEventStore());
    const altered = new MemoryEventStore();
    target.append = async (requests) => {
      const change = (text: string): string => text.replace('1980', '1970');
      await altered.append(
        requests.map((each) => ({ ...each, events: each.events.map((e) => ({ ...e, data: change(e.data) })) })),
      );
      return target.inner.append(requests);
    };
    target.head = () => altered.head();
    target.readAll = (options) => altered.readAll(options);
    await expect(copyLog(await logOf(STEPS), target)).rejects.toThrow('differs from the original at position 1');
  });
});
