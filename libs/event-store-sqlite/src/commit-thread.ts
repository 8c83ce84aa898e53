import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import type { AppendRequest, AppendResult } from '@gongji/event-store';
import {
  failed,
  packedCalls,
  unpackedResults,
  type Answer,
  type FromThread,
  type ThreadData,
} from './commit-messages.ts';
import type { WriterSettings } from './connection.ts';

/** Threads of Node 20 cannot load sources: there it is the one that was built. */
const WORKER = import.meta.url.endsWith('.ts') ? '../dist/commit-worker.js' : 'commit-worker.js';

/**
 * A thread that commits while this one decides what comes next. It has a connection of its own, and nobody else may write
 * from the first group that it is given.
 */
export class CommitThread {
  readonly #worker: Worker;
  readonly #exit: Promise<unknown>;
  #told: ((answer: Answer) => void) | undefined;
  #isReady = false;
  #hasEnded = false;

  constructor(folder: string, settings: WriterSettings) {
    this.#worker = new Worker(new URL(WORKER, import.meta.url), {
      workerData: { folder, settings } satisfies ThreadData,
    });
    this.#exit = once(this.#worker, 'exit').catch(() => undefined);
    this.#worker.on('message', (message: FromThread) => {
      if (message === 'ready') this.#isReady = true;
      else this.#told?.(message);
    });
    this.#worker.on('error', (error: Error) => {
      this.#end(error.message);
    });
    this.#worker.on('exit', (code) => {
      this.#end(`it ended with ${String(code)}`);
    });
  }

  /** True once it has opened the log. It never is where it could not: whoever started it goes on alone then. */
  get isReady(): boolean {
    return this.#isReady;
  }

  /** Resolves when it has opened the log, or could not. */
  async whenOpened(): Promise<void> {
    if (!this.#isReady && !this.#hasEnded) await Promise.race([once(this.#worker, 'message'), this.#exit]);
  }

  /**
   * Commits calls in one transaction; one group at a time.
   *
   * @throws what the engine failed with, by its code and message, or an error without a code when the thread has ended.
   */
  async commit(calls: readonly (readonly AppendRequest[])[]): Promise<AppendResult[][]> {
    if (this.#hasEnded) throw new Error('the thread that commits has ended');
    const answer = await new Promise<Answer>((resolve) => {
      this.#told = resolve;
      this.#worker.postMessage(packedCalls(calls));
    });
    this.#told = undefined;
    if ('results' in answer) return unpackedResults(calls, answer.results);
    throw failed(answer);
  }

  /** Closes its connection and waits for its end. */
  async close(): Promise<void> {
    this.#worker.postMessage(null);
    await this.#exit;
  }

  #end(why: string): void {
    this.#hasEnded = true;
    this.#told?.({ failure: { code: '', message: `the thread that commits failed: ${why}` } });
  }
}
