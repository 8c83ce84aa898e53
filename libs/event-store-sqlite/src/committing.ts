import type { AppendRequest, AppendResult } from '@gongji/event-store';
import { Appender } from './appender.ts';
import { CommitThread } from './commit-thread.ts';
import type { WriterSettings } from './connection.ts';
import type { Connection } from './schema.ts';

export interface CommittingOptions extends WriterSettings {
  /**
   * So many events are committed before a thread is started that commits from then on; default 1,000, and never on the sources. Who
   * writes little does not pay for its start (some 50 ms and 15 MB). At 0 opening waits until it is ready.
   */
  readonly threadAfter?: number;
}

const THREAD_AFTER = import.meta.url.endsWith('.ts') ? Infinity : 1_000;

/** Who commits the groups: this thread, and after so many events one of its own, so that deciding goes on meanwhile. */
export class Committing {
  readonly #folder: string;
  readonly #options: CommittingOptions;
  /** Until the thread has taken over. */
  #here: Appender | undefined;
  #thread: CommitThread | undefined;
  #written = 0;
  #head: bigint;

  constructor(db: Connection, folder: string, options: CommittingOptions) {
    this.#folder = folder;
    this.#options = options;
    this.#here = new Appender(db);
    this.#head = this.#here.head;
    this.#startWhenDue();
  }

  /** Position of the last durable event. */
  get head(): bigint {
    return this.#head;
  }

  /** Resolves when the thread that was to be there from the beginning is. */
  async opened(): Promise<void> {
    await this.#thread?.whenOpened();
  }

  /**
   * Either all of it is durable when this has come back, or nothing was written; the next group must wait for it.
   *
   * @throws what the engine failed with.
   */
  commit(calls: readonly (readonly AppendRequest[])[]): AppendResult[][] | Promise<AppendResult[][]> {
    if (this.#thread?.isReady === true) this.#here = undefined;
    if (this.#here === undefined) return this.#inThread(this.#thread as CommitThread, calls);
    const results = this.#here.commit(calls);
    this.#written += Number(this.#here.head - this.#head);
    this.#head = this.#here.head;
    this.#startWhenDue();
    return results;
  }

  /** Ends the thread, if there is one; nothing may be under way. */
  async close(): Promise<void> {
    await this.#thread?.close();
  }

  async #inThread(thread: CommitThread, calls: readonly (readonly AppendRequest[])[]): Promise<AppendResult[][]> {
    const results = await thread.commit(calls);
    for (const result of results.flat()) {
      if (result.outcome === 'appended' && result.position > this.#head) this.#head = result.position;
    }
    return results;
  }

  #startWhenDue(): void {
    const { threadAfter = THREAD_AFTER } = this.#options;
    if (this.#thread !== undefined || this.#written < threadAfter) return;
    this.#thread = new CommitThread(this.#folder, this.#options);
  }
}
