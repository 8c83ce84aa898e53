import { cp } from 'node:fs/promises';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { measuredAudit, measuredRun } from './ask-worker.ts';
import type { AuditFigures, AuditWork } from './audits.ts';
import { prepare, type Bench, type Figure } from './measurements.ts';
import { lengthened } from './views.ts';
import { institutions, people, visits, writeCommands, YEAR } from './workload.ts';

/** What is wanted: milliseconds, bytes, settlements a second on two cores. */
const WANTED = { makeMs: 50, checkMs: 5, bytes: 8 * 1024, settlementsPerSecond: 50_000 };

/** What an auditor waits for: verification against bare reading, the cost of sealing, proofs at a long log, simulation. */
export async function proofs({ folder, sizes, say }: Bench): Promise<readonly Figure[]> {
  const { people: persons, settlements, events } = sizes.proofs;
  const at = (name: string): string => join(folder, name);
  const measure = async (work: AuditWork, ledger = 'ledger'): Promise<AuditFigures> => {
    const figures = await measuredAudit({ folder: at(ledger), work });
    const { seconds, count } = figures;
    say(`proofs, ${work}: ${String(count)} in ${seconds.toFixed(2)} s, ${(count / seconds).toFixed(0)} a second`);
    return figures;
  };
  await writeCommands(at('people.ndjson'), institutions(YEAR), people('P', persons, YEAR));
  const series = { group: 'P', people: persons, count: settlements, year: YEAR, series: 'a' };
  await writeCommands(at('visits.ndjson'), visits(series));
  say(`proofs: ${String(persons)} people, ${String(settlements)} settlements`);
  await prepare({ folder: at('ledger') }, at('people.ndjson'));
  await measure('sealing');
  const { run } = await measuredRun({ file: at('visits.ndjson'), folder: at('ledger') });
  const sealed = await measure('sealing');
  const bare = await measure('reading');
  const verified = await measure('verifying');
  const compared = await measure('verifying with views');
  const simulated = await measure('simulating');
  await lengthened(at('ledger'), at('long'), events);
  await cp(at('ledger/keys'), at('long/keys'), { recursive: true });
  await measure('sealing', 'long');
  return [
    verifiedTo(bare, verified, 'without views'),
    verifiedTo(bare, compared, 'views included'),
    {
      name: 'sealing to settling',
      target: '<= 0.05',
      ratio: sealed.seconds / run.seconds,
      byProcessor: sealed.userSeconds / run.userSeconds,
      details: { microsecondsPerEvent: (sealed.seconds / sealed.count) * 1e6 },
    },
    ...proven(await measure('proving', 'long'), events),
    {
      name: `simulated settlements a second on ${cores()}, to ${String(WANTED.settlementsPerSecond)}`,
      target: '>= 1',
      ratio: simulated.count / simulated.seconds / WANTED.settlementsPerSecond,
      details: { settlementsPerSecond: simulated.count / simulated.seconds },
    },
  ];
}

function cores(): string {
  return `${String(availableParallelism())} cores`;
}

/** A core's rate of verifying to a core's rate of reading and parsing. */
function verifiedTo(bare: AuditFigures, verified: AuditFigures, how: string): Figure {
  return {
    name: `verification (${how}) to bare reading and parsing, a core`,
    target: '>= 0.5',
    ratio: bare.seconds / verified.seconds / availableParallelism(),
    byProcessor: bare.userSeconds / verified.userSeconds,
    details: {
      eventsPerSecond: verified.count / verified.seconds,
      bareEventsPerSecondOfOneCore: bare.count / bare.seconds,
    },
  };
}

function proven({ proof }: AuditFigures, events: number): readonly Figure[] {
  if (proof === undefined) throw new Error('nothing was proven');
  const figure = (name: string, value: number, wanted: number, unit: string): Figure => ({
    name: `${name}, log of ${String(events)} events, to ${String(wanted)} ${unit}`,
    target: '<= 1',
    ratio: value / wanted,
    details: { [unit]: value },
  });
  return [
    figure("a settlement's proof made", proof.makeMs, WANTED.makeMs, 'ms'),
    figure("a settlement's proof checked", proof.checkMs, WANTED.checkMs, 'ms'),
    figure("a settlement's proof, the largest", proof.bytes, WANTED.bytes, 'bytes'),
  ];
}
