import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, it, jest } from '@jest/globals';
import {
  NO_STREAM,
  StoreUnavailable,
  type AppendResult,
  type EventStore,
  type NewEvent,
  type RecordedEvent,
} from '@gongji/event-store';
import { EventStoreDbEventStore, type EventStoreDbOptions } from '@gongji/event-store-eventstoredb';
import { EventStoreDbDouble } from '../eventstoredb-double/double.ts';
import { DoubleLog } from '../eventstoredb-double/log.ts';
import { Wire } from '../eventstoredb-double/wire.ts';
import { ledgerOf } from './where.ts';

/** What is noticed is noticed soon; what would be given up has time, for a machine under load is slow, not wrong. */
const LIMITS = { attemptMs: 20_000, patienceMs: 100_000, stallMs: 200, watchMs: 300 };
const KEEP_ALIVE = '&keepAliveInterval=300&keepAliveTimeout=300';

jest.setTimeout(120_000);

const endings: (() => unknown)[] = [];

afterEach(async () => {
  for (const end of endings.splice(0).reverse()) await end();
});

async function aDouble(log?: DoubleLog): Promise<EventStoreDbDouble> {
  const double = await EventStoreDbDouble.start(log);
  endings.push(() => {
    double.stop();
  });
  return double;
}

async function aWire(port: number): Promise<Wire> {
  const wire = await Wire.to(port);
  endings.push(() => wire.close());
  return wire;
}

function aFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'gongji-places-'));
  endings.push(() => rmSync(folder, { recursive: true }));
  return folder;
}

async function open(url: string, options: EventStoreDbOptions = {}): Promise<EventStoreDbEventStore> {
  const store = await EventStoreDbEventStore.open(url, { ...LIMITS, ...options });
  endings.push(() => store.close());
  return store;
}

function anEvent(data = '{}'): NewEvent {
  return { eventId: randomUUID(), type: 'SomethingHappened', data, metadata: '{}' };
}

async function appendOne(store: EventStore, stream: string, expectedRevision = NO_STREAM, events = [anEvent()]) {
  const [answer] = await store.append([{ stream, expectedRevision, events }]);
  return answer as AppendResult;
}

async function all(store: EventStore): Promise<RecordedEvent[]> {
  const events: RecordedEvent[] = [];
  for await (const page of store.readAll()) events.push(...page);
  return events;
}

/** Writers that go on until they are told to stop, each on a stream of its own; what they were answered. */
function writers(store: EventStore, count: number) {
  const written: string[] = [];
  let isOver = false;
  const write = async (): Promise<void> => {
    const stream = `s-${randomUUID()}`;
    for (let revision = NO_STREAM; !isOver; revision += 1n) {
      const event = anEvent();
      const answer = await appendOne(store, stream, revision, [event]);
      expect(answer).toMatchObject({ outcome: 'appended', revision: revision + 1n });
      written.push(event.eventId);
    }
  };
  const done = Promise.all(Array.from({ length: count }, write));
  const reached = async (more: number): Promise<void> => {
    const goal = written.length + more;
    while (written.length < goal) await Promise.race([new Promise((go) => setImmediate(go)), done]);
  };
  const stop = async (): Promise<readonly string[]> => {
    isOver = true;
    await done;
    return written;
  };
  return { reached, stop };
}

async function expectEachOnce(store: EventStore, written: readonly string[]): Promise<void> {
  const log = await all(store);
  expect(log.map(({ eventId }) => eventId).sort()).toEqual([...written].sort());
  expect(log.map(({ position }) => position)).toEqual(log.map((_, at) => BigInt(at + 1)));
}

describe('EventStoreDbEventStore, when something goes wrong (against the double)', () => {
  it('answers an append that was written but timed out, and writes it once', async () => {
    const double = await aDouble();
    const store = await open(ledgerOf(double.url()));
    double.faults.timeoutsAfterWriting = 3;
    expect(await appendOne(store, 's-1')).toEqual({ outcome: 'appended', revision: 0n, position: 1n });
    expect(double.faults.asked).toBe(4);
    expect(await store.head()).toBe(1n);
  });

  it('waits for a server that is not ready yet', async () => {
    const double = await aDouble();
    const store = await open(ledgerOf(double.url()));
    double.faults.notReady = 2;
    expect(await appendOne(store, 's-1')).toMatchObject({ outcome: 'appended' });
  });

  it('loses and doubles nothing while the server is killed and comes back, again and again', async () => {
    const double = await aDouble();
    const store = await open(ledgerOf(double.url()));
    const { reached, stop } = writers(store, 32);
    for (let round = 0; round < 3; round++) {
      await reached(100);
      double.stop();
      await double.startAgain();
    }
    await reached(100);
    await expectEachOnce(store, await stop());
  });

  it('loses and doubles nothing while connections are cut', async () => {
    const double = await aDouble();
    const wire = await aWire(double.port);
    const store = await open(ledgerOf(double.url(wire.port)));
    const { reached, stop } = writers(store, 32);
    for (let round = 0; round < 5; round++) {
      await reached(50);
      wire.cut();
    }
    await reached(50);
    await expectEachOnce(store, await stop());
  });

  it('follows the leader when it moves', async () => {
    const log = new DoubleLog();
    const [first, second] = [await aDouble(log), await aDouble(log)];
    const store = await open(ledgerOf(first.url()));
    const { reached, stop } = writers(store, 8);
    await reached(20);
    first.faults.leader = { host: '127.0.0.1', port: second.port };
    await reached(50);
    expect(second.faults.asked).toBeGreaterThan(0);
    await expectEachOnce(store, await stop());
  });

  it('finds a half-open connection by the keep-alive, before an attempt is given up', async () => {
    const double = await aDouble();
    const wire = await aWire(double.port);
    const store = await open(`${ledgerOf(double.url(wire.port))}${KEEP_ALIVE}`, {
      attemptMs: 100_000,
      patienceMs: 100_000,
    });
    await appendOne(store, 's-1');
    wire.freeze();
    expect(await appendOne(store, 's-1', 0n)).toEqual({ outcome: 'appended', revision: 1n, position: 2n });
  });

  it('gives up on a server that is frozen, and works again when it wakes', async () => {
    const double = await aDouble();
    const wire = await aWire(double.port);
    const limits = { attemptMs: 1_500, patienceMs: 3_000 };
    const store = await open(`${ledgerOf(double.url(wire.port))}${KEEP_ALIVE}`, limits);
    await appendOne(store, 's-1');
    wire.die();
    const event = anEvent();
    const givenUp = expect(appendOne(store, 's-1', 0n, [event])).rejects.toMatchObject({ reason: 'unreachable' });
    await expect(store.head()).rejects.toThrow(StoreUnavailable);
    await givenUp;
    wire.revive();
    wire.cut();
    let answer: AppendResult | undefined;
    while (answer === undefined) answer = await appendOne(store, 's-1', 0n, [event]).catch(() => undefined);
    expect(answer).toEqual({ outcome: 'appended', revision: 1n, position: 2n });
  });

  it('notices that its subscription gives nothing although it wrote', async () => {
    const double = await aDouble();
    const store = await open(ledgerOf(double.url()));
    await appendOne(store, 's-1');
    double.faults.silence += 1;
    expect(await appendOne(store, 's-2')).toEqual({ outcome: 'appended', revision: 0n, position: 2n });
  });

  it('notices that its subscription gives nothing although another process wrote', async () => {
    const double = await aDouble();
    const url = ledgerOf(double.url());
    const [reader, writer] = [await open(url), await open(`${url}&connectionName=other`)];
    await appendOne(writer, 's-1');
    const ending = new AbortController();
    const seen: bigint[] = [];
    for await (const page of reader.subscribe({ signal: ending.signal })) {
      seen.push(...page.map(({ position }) => position));
      if (seen.length === 1) {
        double.faults.silence += 1;
        await appendOne(writer, 's-2');
      } else ending.abort();
    }
    expect(seen).toEqual([1n, 2n]);
  });

  it('asks the server for no more of a long stream than its reader takes', async () => {
    const double = await aDouble();
    const store = await open(ledgerOf(double.url()));
    const large = (): NewEvent[] => Array.from({ length: 10 }, () => anEvent('x'.repeat(20_000)));
    for (let call = 0; call < 40; call++) await appendOne(store, 's-1', BigInt(call * 10 - 1), large());
    double.faults.given = 0;
    for await (const page of store.readStream('s-1', { direction: 'forwards', pageSize: 10 })) {
      expect(page).toHaveLength(10);
      for (let turn = 0; turn < 200; turn++) await new Promise((go) => setImmediate(go));
      break;
    }
    expect(double.faults.given).toBeLessThan(200);
  });

  it('reads from a server that is slow', async () => {
    const double = await aDouble();
    const store = await open(ledgerOf(double.url()));
    await appendOne(store, 's-1', NO_STREAM, [anEvent(), anEvent(), anEvent()]);
    double.faults.slowReadsMs = 20;
    expect(await all(store)).toHaveLength(3);
  });

  it('waits for a server that looks through much that is not ours, as long as it says so', async () => {
    const double = await aDouble();
    const kept = { folder: aFolder() };
    const ledger = ledgerOf(double.url());
    const writer = await open(ledger, kept);
    await appendOne(writer, 's-1', NO_STREAM, [anEvent(), anEvent(), anEvent()]);
    await writer.close();
    const store = await open(ledger, { ...kept, attemptMs: 400 });
    double.faults.search = { stretches: 8, everyMs: 100 };
    expect(await all(store)).toHaveLength(3);
  });

  it('does not look through what others wrote before a ledger began', async () => {
    const log = new DoubleLog();
    const double = await aDouble(log);
    const kept = { folder: aFolder() };
    const [other, ledger] = [ledgerOf(double.url()), ledgerOf(double.url())];
    await appendOne(await open(other), 's-1', NO_STREAM, [anEvent(), anEvent(), anEvent()]);
    const writer = await open(ledger, kept);
    await appendOne(writer, 's-1', NO_STREAM, [anEvent(), anEvent()]);
    await writer.close();
    const store = await open(ledger, kept);
    expect(await all(store)).toHaveLength(2);
    expect(double.faults.begunAfter).toBe(log.events[2]?.commit);
  });

  it('sends an append once that is asked for twice at the same time', async () => {
    const double = await aDouble();
    const store = await open(ledgerOf(double.url()));
    await appendOne(store, 's-0');
    double.faults.asked = 0;
    const events = [anEvent()];
    const answers = await Promise.all([
      appendOne(store, 's-1', NO_STREAM, events),
      appendOne(store, 's-1', NO_STREAM, events),
    ]);
    expect(answers).toEqual(Array(2).fill({ outcome: 'appended', revision: 0n, position: 2n }));
    expect(double.faults.asked).toBe(1);
  });

  it('counts places and revisions beyond what a double holds', async () => {
    const log = new DoubleLog(2n ** 53n + 1n);
    const double = await aDouble(log);
    const url = ledgerOf(double.url());
    const revision = 2n ** 53n + 5n;
    log.truncatedTo(`${url.split('ledger=')[1] ?? ''}.s-1`, revision);
    const store = await open(url);
    expect(await appendOne(store, 's-1', revision - 1n)).toEqual({ outcome: 'appended', revision, position: 1n });
    expect(await appendOne(store, 's-1', revision)).toEqual({
      outcome: 'appended',
      revision: revision + 1n,
      position: 2n,
    });
    expect(await appendOne(store, 's-1', revision - 1n)).toEqual({
      outcome: 'conflict',
      actualRevision: revision + 1n,
    });
    expect((await all(store)).map((event) => event.revision)).toEqual([revision, revision + 1n]);
  });

  it('refuses what is too large for the server, and goes on', async () => {
    const double = await aDouble();
    const store = await open(ledgerOf(double.url()));
    await expect(appendOne(store, 's-1', NO_STREAM, [anEvent('x'.repeat(1_100_000))])).rejects.toThrow('of this size');
    expect(await appendOne(store, 's-1')).toMatchObject({ outcome: 'appended' });
  });

  it('never gives the client an event id at which its appends would hang', async () => {
    const double = await aDouble();
    const store = await open(ledgerOf(double.url()));
    await expect(appendOne(store, 's-1', NO_STREAM, [{ ...anEvent(), eventId: 'first' }])).rejects.toThrow(TypeError);
    expect(await appendOne(store, 's-1')).toMatchObject({ outcome: 'appended' });
  });

  it("does not disturb another store's appends when it is closed", async () => {
    const double = await aDouble();
    const url = ledgerOf(double.url());
    const [one, other] = [await open(url), await open(url)];
    const { reached, stop } = writers(other, 16);
    await reached(20);
    await one.close();
    await reached(50);
    await expectEachOnce(other, await stop());
  });

  it('bears an answer that comes late, after the appends to another server have broken off', async () => {
    const [broken, slow] = [await aDouble(), await aDouble()];
    const [one, other] = [await open(ledgerOf(broken.url())), await open(ledgerOf(slow.url()))];
    await Promise.all([appendOne(one, 's-1'), appendOne(other, 's-1')]);
    slow.faults.holdsAnswers = true;
    const answer = appendOne(other, 's-1', 0n);
    const asked = async (times: number): Promise<void> => {
      while (slow.faults.asked < times) await new Promise((go) => setImmediate(go));
    };
    await asked(2);
    broken.stop();
    await asked(3);
    slow.giveHeldAnswers();
    expect(await answer).toEqual({ outcome: 'appended', revision: 1n, position: 2n });
    expect(await appendOne(other, 's-1', 1n)).toMatchObject({ outcome: 'appended' });
    expect(await other.head()).toBe(3n);
  });

  it('answers a conflict to the same event ids with other content: what another writer wrote first stands', async () => {
    const double = await aDouble();
    const url = ledgerOf(double.url());
    const [one, other] = [await open(url), await open(`${url}&connectionName=other`)];
    const [first, second] = [anEvent('{"by":"one"}'), anEvent('{"by":"one"}')];
    await appendOne(one, 's-1', NO_STREAM, [first, second]);
    const conflict = { outcome: 'conflict', actualRevision: 1n };
    expect(await appendOne(other, 's-1', NO_STREAM, [first, { ...second, data: '{}' }])).toEqual(conflict);
    expect(await appendOne(one, 's-1', NO_STREAM, [{ ...first, metadata: '{"at":2}' }, second])).toEqual(conflict);
    expect(await all(one)).toMatchObject([first, second]);
  });

  it('finds by its id what another process wrote a moment ago, however far its subscription is', async () => {
    const double = await aDouble();
    const url = ledgerOf(double.url());
    const [reader, writer] = [await open(url), await open(`${url}&connectionName=other`)];
    for (let at = 0; at < 30; at += 1) {
      const event = anEvent();
      expect(await reader.findEvents([event.eventId])).toEqual([]);
      const answer = await appendOne(writer, `s-${String(at)}`, NO_STREAM, [event]);
      expect(answer.outcome).toBe('appended');
      expect(await reader.findEvent(event.eventId)).toMatchObject({ position: BigInt(at + 1), ...event });
    }
  });

  it('lets two writers share a ledger: one order, and the loser of a race is told', async () => {
    const double = await aDouble();
    const url = ledgerOf(double.url());
    const stores = [await open(url), await open(`${url}&connectionName=other`)];
    const answers = await Promise.all(
      Array.from({ length: 50 }, (_, at) => Promise.all(stores.map((store) => appendOne(store, `s-${String(at)}`)))),
    );
    for (const pair of answers) expect(pair.map(({ outcome }) => outcome).sort()).toEqual(['appended', 'conflict']);
    const [first, second] = await Promise.all(stores.map(all));
    expect(first).toHaveLength(50);
    expect(second).toEqual(first);
  });
});
