import { createReadStream, createWriteStream, readFileSync } from 'node:fs';
import { finished } from 'node:stream/promises';
import { setUpEngine } from '@gongji/api/engine';
import { openLedger, openStore, type LedgerPlace } from '@gongji/api';
import { runCommands } from '@gongji/application';
import type { EventStore } from '@gongji/event-store';
import { measureAppendRate } from '@gongji/event-store-eventstoredb/bench';
import { SqliteEventStore } from '@gongji/event-store-sqlite';
import { measureInsertRate, type BenchEvent } from '@gongji/event-store-sqlite/bench';
import { VIEW_NAMES, Views } from '@gongji/projections';
import { catchUpAlone, CORE_VIEWS } from '@gongji/projections/bench';
import { run } from '../commands/run.ts';
import { AUDITS, type AuditFigures, type AuditWork } from './audits.ts';
import { timedReports, type ReportTime } from './reports.ts';
import { timed, type Time } from './time.ts';
import { timedUpserts, type UpsertFigures, type UpsertTask } from './upserts.ts';

/** What one process is asked to measure. A process of its own, so that nothing measured before is in its memory. */
export type Task =
  /**
   * `gongji run` on the embedded store, or on a server where there is a `url`; and where `before` is given, the bare insertion or
   * the bare appends of what it wrote after that position.
   */
  | ({ readonly kind: 'run'; readonly file: string; readonly before?: string } & LedgerPlace)
  /** Something that goes through a whole log; the rebuild finds views that are caught up. */
  | { readonly kind: 'log'; readonly folder: string; readonly views: string; readonly work: LogWork }
  /** The reports of a year, from views that are caught up. */
  | { readonly kind: 'reports'; readonly folder: string; readonly views: string }
  /** The core views on PostgreSQL, and its own bulk upserts. */
  | ({ readonly kind: 'upserts' } & UpsertTask)
  /** What an auditor does with a ledger. */
  | { readonly kind: 'audit'; readonly folder: string; readonly work: AuditWork }
  /** The files of a round, each by a ledger that was just opened where they are `cold`. */
  | { readonly kind: 'rounds'; readonly folder: string; readonly files: readonly string[]; readonly cold: boolean };

export const LOG_WORKS = ['reading', 'subscribing', 'catching up the core', 'catching up', 'rebuilding'] as const;
export type LogWork = (typeof LOG_WORKS)[number];

export interface LogFigures extends Time {
  readonly events: number;
  readonly peakMemory: number;
}

export interface RunFigures {
  readonly run: Time;
  readonly events: number;
  readonly bytes: number;
  /** Into how many streams. */
  readonly streams: number;
  /** The bare insertion, or the bare appends. */
  readonly bare?: Time;
  /** Most memory that the process ever held, in bytes, up to the end of the run. */
  readonly peakMemory: number;
}

export type Figures =
  | { readonly run: RunFigures }
  | { readonly log: LogFigures }
  | { readonly audit: AuditFigures }
  | { readonly reports: readonly ReportTime[] }
  | { readonly upserts: UpsertFigures }
  | { readonly rounds: readonly Time[] };

/** A group of the ledger: what is written in one transaction, or is in flight to a server together. */
const GROUP = 256;

/** The system's own high-water mark; elsewhere than on Linux the nearest that there is. */
function peakMemory(): number {
  try {
    const mark = /^VmHWM:\s+(\d+) kB/m.exec(readFileSync('/proc/self/status', 'utf8'));
    if (mark !== null) return Number(mark[1]) * 1024;
  } catch {
    // no such file here
  }
  return process.resourceUsage().maxRSS * 1024;
}

async function runFile(file: string, place: LedgerPlace): Promise<void> {
  const answers = createWriteStream(`${file}.answers`);
  const status = await run(file, place, answers);
  answers.end();
  await finished(answers);
  if (status !== 0) throw new Error(`gongji run ended with status ${String(status)}`);
}

async function measureRun({ file, folder, url, before }: Extract<Task, { readonly kind: 'run' }>): Promise<RunFigures> {
  const place = { folder, ...(url === undefined ? {} : { url }) };
  const time = await timed(() => runFile(file, place));
  const peak = peakMemory();
  if (before === undefined) return { run: time, events: 0, bytes: 0, streams: 0, peakMemory: peak };
  const store = await openStore(place, { readOnly: true });
  const earlier = await batches(store, 0n, BigInt(before));
  const written = await batches(store, BigInt(before), await store.head());
  await store.close();
  const events = written.flat();
  return {
    run: time,
    events: events.length,
    bytes: events.reduce((sum, { data, metadata }) => sum + Buffer.byteLength(data) + Buffer.byteLength(metadata), 0),
    streams: new Set(events.map(({ stream }) => stream)).size,
    bare: url === undefined ? measureInsertRate(written, folder, earlier) : await measureAppendRate(url, events, GROUP),
    peakMemory: peak,
  };
}

async function batches(store: EventStore, after: bigint, upTo: bigint): Promise<(readonly BenchEvent[])[]> {
  const pages: (readonly BenchEvent[])[] = [];
  for await (const page of store.readAll({ after, upTo, pageSize: GROUP })) pages.push(page);
  return pages;
}

async function measureRounds({ folder, files, cold }: Extract<Task, { readonly kind: 'rounds' }>): Promise<Time[]> {
  const times: Time[] = [];
  let open = await openLedger({ folder });
  for (const file of files) {
    if (cold) {
      await open.close();
      open = await openLedger({ folder });
    }
    const { ledger } = open;
    times.push(
      await timed(async () => {
        const report = await runCommands(createReadStream(file), ledger, () => undefined);
        if (report.refused > 0) throw new Error(`${file}: ${String(report.refused)} commands were refused`);
      }),
    );
  }
  await open.close();
  return times;
}

async function measureLog({
  folder,
  views: place,
  work,
}: Extract<Task, { readonly kind: 'log' }>): Promise<LogFigures> {
  const store = await SqliteEventStore.open(folder, { readOnly: true });
  const head = await store.head();
  const time = await timed(() => WORKS[work](store, head, place));
  await store.close();
  return { ...time, events: Number(head), peakMemory: peakMemory() };
}

const WORKS: { readonly [work in LogWork]: (store: EventStore, head: bigint, place: string) => Promise<void> } = {
  reading: async (store) => {
    for await (const page of store.readAll()) if (page.length === 0) return;
  },
  subscribing: async (store, head) => {
    const over = new AbortController();
    for await (const page of store.subscribe({ signal: over.signal })) if (page.at(-1)?.position === head) over.abort();
  },
  'catching up the core': (store, _head, place) => catchUpAlone(`${place}-core`, store, CORE_VIEWS),
  'catching up': async (store, _head, place) => {
    const views = await Views.open(place, store);
    await views.catchUp();
    await views.close();
  },
  rebuilding: async (store, _head, place) => {
    const rebuilt = await Views.rebuild(place, store, VIEW_NAMES);
    if (rebuilt.some(({ outcome }) => outcome !== 'equal')) throw new Error('a rebuilt view differs');
  },
};

function measured(task: Task): Promise<Figures> {
  switch (task.kind) {
    case 'run':
      return measureRun(task).then((figures) => ({ run: figures }));
    case 'rounds':
      return measureRounds(task).then((rounds) => ({ rounds }));
    case 'audit':
      return AUDITS[task.work](task.folder).then((audit) => ({ audit }));
    case 'reports':
      return timedReports(task.folder, task.views).then((reports) => ({ reports }));
    case 'upserts':
      return timedUpserts(task).then((upserts) => ({ upserts }));
    case 'log':
      return measureLog(task).then((log) => ({ log }));
  }
}

setUpEngine();
process.send?.(await measured(JSON.parse(process.argv[2] ?? '') as Task));
