import type { AppendRequest, AppendResult } from '@gongji/event-store';

/** One call of `append` that waits for its commit. */
interface Call {
  readonly requests: readonly AppendRequest[];
  readonly resolve: (results: readonly AppendResult[]) => void;
  readonly reject: (error: unknown) => void;
}

/** Commits calls together and gives each one's results, or throws for all of them. */
export type Commit = (calls: readonly (readonly AppendRequest[])[]) => AppendResult[][];

/** Bounds how long the process does nothing else; a single call may be larger and is still one transaction. */
const MOST_EVENTS = 4_096;

/**
 * Puts calls that arrive together into one transaction, so that they share one flush to the disk.
 *
 * The commit waits for the end of the event loop's turn: by then every request that the network had ready has been
 * decided and has called `append`. Nobody waits longer than that, so a lone caller is not slowed down.
 */
export class GroupCommit {
  readonly #commit: Commit;
  #calls: Call[] = [];
  #scheduled = false;

  constructor(commit: Commit) {
    this.#commit = commit;
  }

  add(requests: readonly AppendRequest[]): Promise<readonly AppendResult[]> {
    return new Promise((resolve, reject) => {
      this.#calls.push({ requests, resolve, reject });
      this.#schedule();
    });
  }

  /** Commits everything that waits, now. */
  flush(): void {
    while (this.#calls.length > 0) this.#commitGroup(this.#nextGroup());
  }

  #schedule(): void {
    if (this.#scheduled || this.#calls.length === 0) return;
    this.#scheduled = true;
    setImmediate(() => {
      this.#scheduled = false;
      if (this.#calls.length > 0) this.#commitGroup(this.#nextGroup());
      this.#schedule();
    });
  }

  #nextGroup(): Call[] {
    let events = 0;
    let end = 0;
    for (const { requests } of this.#calls) {
      if (events >= MOST_EVENTS) break;
      for (const request of requests) events += request.events.length;
      end += 1;
    }
    const group = this.#calls.slice(0, end);
    this.#calls = this.#calls.slice(end);
    return group;
  }

  #commitGroup(group: readonly Call[]): void {
    try {
      const results = this.#commit(group.map((call) => call.requests));
      for (const [i, call] of group.entries()) call.resolve(results[i] ?? []);
    } catch (error) {
      for (const call of group) call.reject(error);
    }
  }
}
