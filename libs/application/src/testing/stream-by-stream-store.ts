import { StoreUnavailable, type AppendRequest, type AppendResult } from '@gongji/event-store';
import { DisturbedStore } from './disturbed-store.ts';

/** A store that others write to as well, and that writes the requests of a call one after the other; it can be cut between any two. */
export class StreamByStreamStore extends DisturbedStore {
  /** So many requests are still written. */
  left = Infinity;
  /** The last one is written, and its answer lost. */
  losesAnswer = false;
  /** Requests that were written. */
  written = 0;

  override get exclusive(): boolean {
    return false;
  }

  override get atomicCalls(): boolean {
    return false;
  }

  override async append(requests: readonly AppendRequest[]): Promise<readonly AppendResult[]> {
    const results: AppendResult[] = [];
    for (const request of requests) {
      await this.before([request]);
      if (this.left === 0) throw cut();
      this.left -= 1;
      this.written += 1;
      results.push(...(await this.inner.append([request])));
      if (this.left === 0 && this.losesAnswer) throw cut();
    }
    return results;
  }
}

function cut(): StoreUnavailable {
  return new StoreUnavailable('The connection was cut.', 'unreachable');
}
