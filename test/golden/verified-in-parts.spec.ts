import { beforeAll, describe, expect, test } from '@jest/globals';
import type { Policies } from '@gongji/application';
import { StoreUnavailable, type EventStore } from '@gongji/event-store';
import { isPartSnapshot, LogSeals, sealsOf, verifyPart, verifySeals, type PartSnapshot } from '@gongji/proof';
import { goldenPolicies, HISTORY, lineOf, restored, SIGNER, written } from './history.ts';

let store: EventStore;
let policies: Policies;
let upTo: bigint;

beforeAll(async () => {
  store = inSmallPages(await restored((await written(HISTORY)).map(lineOf)));
  policies = await goldenPolicies();
  upTo = await store.head();
}, 60_000);

/** The log in pages so small that a run can be stopped in many places. */
function inSmallPages(log: EventStore): EventStore {
  const small = Object.create(log) as EventStore;
  small.head = () => log.head();
  small.findEvent = (eventId) => log.findEvent(eventId);
  small.readStream = (stream, options) => log.readStream(stream, options);
  small.readAll = (options) => log.readAll({ ...options, pageSize: 7 });
  small.readMetadata = (options) => log.readMetadata({ ...options, pageSize: 7 });
  return small;
}

/** Runs to the end, but is stopped after every page, and each time goes on from what was written down. */
async function stoppedAgainAndAgain<T extends object>(
  run: (more: { readonly from?: T; readonly signal: AbortSignal }) => Promise<T>,
): Promise<{ readonly end: T; readonly stops: number }> {
  let from: T | undefined;
  for (let stops = 0; ; stops += 1) {
    const told = await run({ ...(from === undefined ? {} : { from }), signal: AbortSignal.abort() });
    const text = JSON.stringify(told);
    if (text === JSON.stringify(from)) return { end: told, stops };
    from = JSON.parse(text) as T;
  }
}

function partsOf(of: number): Promise<readonly PartSnapshot[]> {
  const parts = Array.from({ length: of }, (_, index) => ({ index, of }));
  return Promise.all(parts.map((part) => verifyPart({ store, policies, part, upTo })));
}

function total(parts: readonly PartSnapshot[], count: 'events' | 'decided'): number {
  return parts.reduce((sum, part) => sum + part[count], 0);
}

describe('the parts of a verification', () => {
  test.each([1, 2, 5])('are %p, and together find the history whole and right', async (of) => {
    const parts = await partsOf(of);
    const found = parts.flatMap(({ problems, onSums }) => [...problems, ...(onSums?.problems ?? [])]);
    expect(found).toEqual([]);
    expect(total(parts, 'events')).toBe(Number(upTo));
    expect(total(parts, 'decided')).toBe(total(await partsOf(1), 'decided'));
    expect(parts.map(({ position }) => position)).toEqual(parts.map(() => String(upTo)));
  });

  test('accuse no event when the log cannot be asked for a while', async () => {
    const failing = inSmallPages(store);
    failing.readStream = () => {
      throw new StoreUnavailable('The server does not answer.', 'failed');
    };
    // Not the first part, which asks the log for sums as well.
    const verified = verifyPart({ store: failing, policies, part: { index: 1, of: 2 }, upTo });
    await expect(verified).rejects.toThrow('The server does not answer.');
  });

  test('count every sum, in the first of them, whosever the events are', async () => {
    const [first, second] = await partsOf(2);
    const asked = Object.entries(first?.onSums ?? {}).filter(([, value]) => value !== null);
    expect(asked.map(([name]) => name)).toEqual(expect.arrayContaining(['owed', 'fundMonths', 'processes']));
    expect(second?.onSums).toBeNull();
    expect(first?.onSums).toEqual((await partsOf(1))[0]?.onSums);
  });

  test.each([0, 1])('go on where they were stopped, part %p', async (index) => {
    const part = { index, of: 2 };
    const { end, stops } = await stoppedAgainAndAgain<PartSnapshot>((more) =>
      verifyPart({ store, policies, part, upTo, ...more }),
    );
    expect(stops).toBeGreaterThan(3);
    expect(end).toEqual((await partsOf(2))[index]);
  });

  test('do not go on from what an earlier program wrote down', async () => {
    const [part] = await partsOf(1);
    const { onSums, ...earlier } = part as PartSnapshot;
    expect(isPartSnapshot({ ...earlier, onSums })).toBe(true);
    expect(isPartSnapshot({ ...earlier, sums: {}, owed: null, fundMonths: null, settled: null })).toBe(false);
  });
});

test('the seals go on where they were stopped', async () => {
  const recorded = await sealsOf(store, ['zibo']);
  const options = {
    store,
    upTo,
    seals: (from?: ConstructorParameters<typeof LogSeals>[4]) =>
      new LogSeals(recorded, [], [SIGNER.verifier], undefined, from),
  };
  const whole = await verifySeals(options);
  expect(whole).toMatchObject({ position: String(upTo), problems: [], tree: { sealed: recorded[0]?.treeSize } });
  const { end, stops } = await stoppedAgainAndAgain<typeof whole>((more) => verifySeals({ ...options, ...more }));
  expect(stops).toBeGreaterThan(3);
  expect(end).toEqual(whole);
});
