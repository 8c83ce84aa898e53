import { randomUUID } from 'node:crypto';

/** What a long run is told and what it says meanwhile. */
export interface JobTools {
  readonly signal: AbortSignal;
  /** So much of so much is done. */
  readonly progress: (done: number, of: number) => void;
}

/** A long run as it is shown. */
export interface Job {
  readonly id: string;
  readonly type: string;
  readonly status: 'running' | 'done' | 'failed' | 'cancelled';
  readonly progress: { readonly done: number; readonly of: number };
  readonly startedAt: string;
  readonly endedAt: string | null;
  /** The report; null until it is done. */
  readonly result: unknown;
  /** Why it failed, in one sentence. */
  readonly error: string | null;
}

/** So many ended jobs are remembered; of older ones nothing is known any more. */
const REMEMBERED = 20;

/** Long runs of this process, one at a time: each takes all cores. They read only; a restart forgets them. */
export class Jobs {
  private readonly jobs = new Map<string, Job>();
  private running: { readonly id: string; readonly stop: AbortController; readonly ended: Promise<void> } | undefined;

  /** @returns undefined while another one runs. */
  start(type: string, run: (tools: JobTools) => Promise<unknown>): Job | undefined {
    if (this.running !== undefined) return undefined;
    const id = randomUUID();
    const stop = new AbortController();
    const progress = (done: number, of: number): void => {
      this.change(id, { progress: { done, of } });
    };
    const job: Job = {
      id,
      type,
      status: 'running',
      progress: { done: 0, of: 0 },
      startedAt: new Date().toISOString(),
      endedAt: null,
      result: null,
      error: null,
    };
    this.remember(job);
    const ended = run({ signal: stop.signal, progress }).then(
      (result) => {
        this.end(id, { status: 'done', result });
      },
      (error: unknown) => {
        if (stop.signal.aborted) this.end(id, { status: 'cancelled' });
        else this.end(id, { status: 'failed', error: error instanceof Error ? error.message : String(error) });
      },
    );
    this.running = { id, stop, ended };
    return job;
  }

  get(id: string): Job | undefined {
    return this.jobs.get(id);
  }

  /** Stops a job that runs and waits until it has; one that ended is forgotten. @returns the job as it was left; undefined for none. */
  async delete(id: string): Promise<Job | undefined> {
    if (this.running?.id === id) {
      this.running.stop.abort();
      await this.running.ended;
    }
    const job = this.jobs.get(id);
    this.jobs.delete(id);
    return job;
  }

  /** Stops what runs and waits for its end. */
  async close(): Promise<void> {
    this.running?.stop.abort();
    await this.running?.ended;
  }

  private remember(job: Job): void {
    this.jobs.set(job.id, job);
    const [oldest] = this.jobs.keys();
    if (this.jobs.size > REMEMBERED && oldest !== undefined) this.jobs.delete(oldest);
  }

  private end(id: string, how: Partial<Job>): void {
    this.running = undefined;
    this.change(id, { ...how, endedAt: new Date().toISOString() });
  }

  private change(id: string, how: Partial<Job>): void {
    const job = this.jobs.get(id);
    if (job !== undefined) this.jobs.set(id, { ...job, ...how });
  }
}
