import type { AppendRequest, AppendResult } from '@gongji/event-store';

/** One call of `append` that waits for its commit. */
interface Call {
  readonly requests: readonly AppendRequest[];
  readonly resolve: (results: readonly AppendResult[]) => void;
  readonly reject: (error: unknown) => void;
}

/** Commits calls together and gives each one's results, or throws for all of them; at once, or later where another thread does it. */
export type Commit = (
  calls: readonly (readonly AppendRequest[])[],
) => readonly (readonly AppendResult[])[] | Promise<readonly (readonly AppendResult[])[]>;

/** Bounds how long whoever commits does nothing else; a single call may be larger and is still one transaction. */
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
  /** The group that another thread commits. */
  #underWay: Promise<void> | undefined;

  constructor(commit: Commit) {
    this.#commit = commit;
  }

  add(requests: readonly AppendRequest[]): Promise<readonly AppendResult[]> {
    return new Promise((resolve, reject) => {
      this.#calls.push({ requests, resolve, reject });
      this.#schedule();
    });
  }

  /** Commits everything that waits, and waits for it. */
  async flush(): Promise<void> {
    for (this.#next(); this.#underWay !== undefined || this.#calls.length > 0; this.#next()) await this.#underWay;
  }

  #schedule(): void {
    if (this.#scheduled || this.#underWay !== undefined || this.#calls.length === 0) return;
    this.#scheduled = true;
    setImmediate(() => {
      this.#scheduled = false;
      this.#next();
    });
  }

  /** Commits the next group, unless one is under way: it follows that. */
  #next(): void {
    if (this.#underWay !== undefined || this.#calls.length === 0) return;
    const group = this.#nextGroup();
    try {
      const results = this.#commit(group.map(({ requests }) => requests));
      if (isList(results)) answer(group, results);
      else this.#underWay = this.#arrival(group, results);
    } catch (error) {
      refuse(group, error);
    }
    this.#schedule();
  }

  async #arrival(group: readonly Call[], results: Promise<readonly (readonly AppendResult[])[]>): Promise<void> {
    await results.then(
      (arrived) => {
        answer(group, arrived);
      },
      (error: unknown) => {
        refuse(group, error);
      },
    );
    this.#underWay = undefined;
    this.#schedule();
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
}

function answer(group: readonly Call[], results: readonly (readonly AppendResult[])[]): void {
  for (const [i, call] of group.entries()) call.resolve(results[i] ?? []);
}

function refuse(group: readonly Call[], error: unknown): void {
  for (const call of group) call.reject(error);
}

function isList<T>(results: readonly T[] | Promise<readonly T[]>): results is readonly T[] {
  return Array.isArray(results);
}
