import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { setting } from '@gongji/api';
import { readAddress } from '@gongji/event-store-eventstoredb/address';
import { measuredRun } from './ask-worker.ts';
import { median, prepare, type Bench, type Figure } from './measurements.ts';
import { institutions, people, visits, writeCommands, YEAR } from './workload.ts';

/**
 * `gongji run` of ordinary settlements on the server that EVENTSTORE_URL names, against the bare client's appends of the same bytes to
 * as many streams with as many in flight, in turns. Every round is a ledger of its own; what is written stays on the server.
 *
 * @returns nothing where no server is named.
 */
export async function eventstoredb({ folder, sizes, say }: Bench): Promise<readonly Figure[]> {
  const server = setting('EVENTSTORE_URL');
  if (server === undefined || server === '') {
    say('eventstoredb: left out, because EVENTSTORE_URL names no server');
    return [];
  }
  const { people: persons, settlements, rounds } = sizes.eventstoredb;
  const at = (name: string): string => join(folder, name);
  await writeCommands(at('people.ndjson'), institutions(YEAR), people('P', persons, YEAR));
  const series = { group: 'P', people: persons, count: settlements, year: YEAR, series: 'a' };
  await writeCommands(at('visits.ndjson'), visits(series));
  say(`eventstoredb: ${String(persons)} people a round on ${readAddress(server).shown}, where what is written stays`);
  const figures = [];
  for (let round = 1; round <= rounds; round += 1) {
    const place = { folder: at(`round-${String(round)}`), url: newLedgerOn(server) };
    const before = String(await prepare(place, at('people.ndjson')));
    const { run, bare, events, bytes, streams } = await measuredRun({ file: at('visits.ndjson'), before, ...place });
    if (events !== settlements || bare === undefined) throw new Error('not every settlement was accepted');
    figures.push({ run, bare, bytes: bytes / events, streams });
    const [rate, bareRate] = [settlements / run.seconds, settlements / bare.seconds];
    say(
      `eventstoredb, round ${String(round)}: ${rate.toFixed(0)} settlements/s, ${bareRate.toFixed(0)} bare appends/s`,
    );
  }
  return [
    {
      name: 'settlements to bare appends on EventStoreDB',
      target: '>= 0.5',
      ratio: median(figures.map(({ run, bare }) => bare.seconds / run.seconds)),
      byProcessor: median(figures.map(({ run, bare }) => bare.userSeconds / run.userSeconds)),
      details: {
        settlementsPerSecond: median(figures.map(({ run }) => settlements / run.seconds)),
        appendsPerSecond: median(figures.map(({ bare }) => settlements / bare.seconds)),
        bytesPerSettlement: median(figures.map(({ bytes }) => bytes)),
        streams: median(figures.map(({ streams }) => streams)),
      },
    },
  ];
}

/** @returns the address of a ledger that the server does not hold yet. */
function newLedgerOn(server: string): string {
  const ledger = `bench${randomUUID().replaceAll('-', '')}`;
  return `${server}${server.includes('?') ? '&' : '?'}ledger=${ledger}`;
}
