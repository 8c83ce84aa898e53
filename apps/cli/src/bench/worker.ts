import { createReadStream, createWriteStream, readFileSync } from 'node:fs';
import { finished } from 'node:stream/promises';
import { openLedger } from '@gongji/api';
import { runCommands } from '@gongji/application';
import { SqliteEventStore } from '@gongji/event-store-sqlite';
import { measureInsertRate, type BenchEvent } from '@gongji/event-store-sqlite/bench';
import { run } from '../commands/run.ts';

/** What one process is asked to measure. A process of its own, so that nothing measured before is in its memory. */
export type Task =
  /** `gongji run`, and where `before` is given the bare insertion of what it wrote after that position. */
  | { readonly kind: 'run'; readonly file: string; readonly folder: string; readonly before?: string }
  /** The files of a round, each by a ledger that was just opened where they are `cold`. */
  | { readonly kind: 'rounds'; readonly folder: string; readonly files: readonly string[]; readonly cold: boolean };

export interface Time {
  readonly seconds: number;
  /** Of the processor, without the system's. */
  readonly userSeconds: number;
}

export interface RunFigures {
  readonly run: Time;
  readonly events: number;
  readonly bytes: number;
  readonly insert?: Time;
  /** Most memory that the process ever held, in bytes, up to the end of the run. */
  readonly peakMemory: number;
}

export type Figures = { readonly run: RunFigures } | { readonly rounds: readonly Time[] };

/** A group of the ledger: what is written in one transaction. */
const GROUP = 256;

async function timed(work: () => Promise<unknown>): Promise<Time> {
  const [start, cpu] = [process.hrtime.bigint(), process.cpuUsage()];
  await work();
  const seconds = Number(process.hrtime.bigint() - start) / 1e9;
  return { seconds, userSeconds: process.cpuUsage(cpu).user / 1e6 };
}

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

async function runFile(file: string, folder: string): Promise<void> {
  const answers = createWriteStream(`${file}.answers`);
  const status = await run(file, { folder }, answers);
  answers.end();
  await finished(answers);
  if (status !== 0) throw new Error(`gongji run ended with status ${String(status)}`);
}

async function measureRun(task: Extract<Task, { readonly kind: 'run' }>): Promise<RunFigures> {
  const time = await timed(() => runFile(task.file, task.folder));
  const peak = peakMemory();
  if (task.before === undefined) return { run: time, events: 0, bytes: 0, peakMemory: peak };
  const store = await SqliteEventStore.open(task.folder, { readOnly: true });
  const before = BigInt(task.before);
  const earlier = await batches(store, 0n, before);
  const written = await batches(store, before, await store.head());
  await store.close();
  return {
    run: time,
    events: written.reduce((sum, batch) => sum + batch.length, 0),
    bytes: written
      .flat()
      .reduce((sum, { data, metadata }) => sum + Buffer.byteLength(data) + Buffer.byteLength(metadata), 0),
    insert: measureInsertRate(written, task.folder, earlier),
    peakMemory: peak,
  };
}

async function batches(store: SqliteEventStore, after: bigint, upTo: bigint): Promise<(readonly BenchEvent[])[]> {
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

const task = JSON.parse(process.argv[2] ?? '') as Task;
const figures: Figures = task.kind === 'run' ? { run: await measureRun(task) } : { rounds: await measureRounds(task) };
process.send?.(figures);
