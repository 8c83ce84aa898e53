import { randomUUID } from 'node:crypto';
import type { JobAsked } from './job-form.ts';
import type { JobFolder } from './job-folder.ts';

/** What a long run is told and what it says meanwhile. */
export interface JobTools {
  readonly signal: AbortSignal;
  /** So much of so much is done. */
  readonly progress: (done: number, of: number) => void;
  /** A file in which it may remember how far it is: there again when it is run again. */
  readonly resume: string;
}

/** A long run as it is kept. */
export interface Job {
  readonly id: string;
  readonly type: string;
  readonly status: 'running' | 'done' | 'failed' | 'cancelled';
  readonly progress: { readonly done: number; readonly of: number };
  /** How often the service ended while it ran. A verification then went on where it was; a simulation began anew. */
  readonly interruptions: number;
  readonly startedAt: string;
  readonly endedAt: string | null;
  /** The report; null until it is done. */
  readonly result: unknown;
  /** Why it failed, in one sentence. */
  readonly error: string | null;
}

/** A job and what was asked for: what is kept of it. */
export interface JobRecord {
  readonly asked: JobAsked;
  readonly job: Job;
}

/** So many ended jobs are remembered; of older ones nothing is known any more. */
const REMEMBERED = 20;

/** A job that was interrupted more often is given up: it may be what ends the service. */
const MOST_INTERRUPTIONS = 5;

/** So often, at most, progress is kept. */
const KEEP_EVERY_MS = 2_000;

/** Long runs of a service, one at a time: each takes all cores. They only read the log. A restart goes on with what runs. */
export class Jobs {
  private readonly records: Map<string, JobRecord>;
  private running: { readonly id: string; readonly stop: AbortController; readonly ended: Promise<void> } | undefined;
  private isClosing = false;
  private kept = 0;

  constructor(
    private readonly folder: JobFolder,
    private readonly run: (asked: JobAsked, tools: JobTools) => Promise<unknown>,
  ) {
    this.records = new Map(folder.load().map((record) => [record.job.id, record]));
  }

  /** Goes on with what ran when the service ended. */
  resume(): void {
    for (const { asked, job } of this.list()) {
      if (job.status !== 'running' || this.running !== undefined) continue;
      const interrupted = { ...job, interruptions: job.interruptions + 1, progress: { done: 0, of: 0 } };
      this.keep({ asked, job: interrupted });
      if (interrupted.interruptions <= MOST_INTERRUPTIONS) this.begin({ asked, job: interrupted });
      else this.end(job.id, { status: 'failed', error: 'The service ended again and again while it ran.' });
    }
  }

  /** @returns undefined while another one runs. */
  start(asked: JobAsked): JobRecord | undefined {
    if (this.running !== undefined) return undefined;
    const job: Job = {
      id: randomUUID(),
      type: asked.type,
      status: 'running',
      progress: { done: 0, of: 0 },
      interruptions: 0,
      startedAt: new Date().toISOString(),
      endedAt: null,
      result: null,
      error: null,
    };
    const record = { asked, job };
    this.keep(record);
    this.forgetOldest();
    this.begin(record);
    return record;
  }

  get(id: string): JobRecord | undefined {
    return this.records.get(id);
  }

  /** In the order in which they were asked for. */
  list(): readonly JobRecord[] {
    return [...this.records.values()];
  }

  /** Stops a job that runs and waits until it has; one that ended is forgotten. @returns the job as it was left; undefined for none. */
  async delete(id: string): Promise<JobRecord | undefined> {
    if (this.running?.id === id) {
      this.running.stop.abort();
      await this.running.ended;
      return this.records.get(id);
    }
    const record = this.records.get(id);
    if (record !== undefined) this.forget(id);
    return record;
  }

  /** Interrupts what runs and waits for its end. It stays asked for: the next start goes on with it. */
  async close(): Promise<void> {
    this.isClosing = true;
    this.running?.stop.abort();
    await this.running?.ended;
  }

  private begin({ asked, job: { id } }: JobRecord): void {
    const stop = new AbortController();
    const tools = {
      signal: stop.signal,
      progress: (done: number, of: number): void => {
        this.progress(id, { done, of });
      },
      resume: this.folder.resumeFileOf(id),
    };
    const ended = this.run(asked, tools).then(
      (result) => {
        this.end(id, { status: 'done', result });
      },
      (error: unknown) => {
        if (stop.signal.aborted) this.stopped(id);
        else this.end(id, { status: 'failed', error: error instanceof Error ? error.message : String(error) });
      },
    );
    this.running = { id, stop, ended };
  }

  private progress(id: string, progress: Job['progress']): void {
    const record = this.records.get(id);
    if (record === undefined) return;
    const changed = { ...record, job: { ...record.job, progress } };
    this.records.set(id, changed);
    if (Date.now() - this.kept >= KEEP_EVERY_MS) this.keepIfPossible(changed);
  }

  private stopped(id: string): void {
    if (this.isClosing) this.running = undefined;
    else this.end(id, { status: 'cancelled' });
  }

  private end(id: string, how: Partial<Job>): void {
    this.running = undefined;
    const record = this.records.get(id);
    if (record === undefined) return;
    this.keepIfPossible({ ...record, job: { ...record.job, ...how, endedAt: new Date().toISOString() } });
    this.folder.removeResume(id);
  }

  private keep(record: JobRecord): void {
    this.folder.save(record);
    this.records.set(record.job.id, record);
    this.kept = Date.now();
  }

  /** On a full disk it is still shown; after a restart it is run again. */
  private keepIfPossible(record: JobRecord): void {
    try {
      this.keep(record);
    } catch {
      this.records.set(record.job.id, record);
    }
  }

  private forgetOldest(): void {
    const [oldest] = this.records.keys();
    if (this.records.size > REMEMBERED && oldest !== undefined) this.forget(oldest);
  }

  private forget(id: string): void {
    this.records.delete(id);
    this.folder.remove(id);
  }
}
