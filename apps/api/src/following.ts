import type { EventStore } from '@gongji/event-store';
import type { Views } from '@gongji/projections';
import type { Log } from './observability/log.ts';

/** Keeps the views in step with the log in the background, and tells how far they are behind. */
export class Following {
  private readonly stop = new AbortController();
  private readonly done: Promise<void>;
  private failure: unknown;

  constructor(
    private readonly views: Views,
    private readonly store: EventStore,
    log: Log,
  ) {
    this.done = views.follow(this.stop.signal).catch((error: unknown) => {
      this.failure = error;
      log.error({ err: error }, 'The views stopped following the log.');
    });
  }

  /** Events that the log has and the views have not. */
  async lag(): Promise<bigint> {
    return (await this.store.head()) - this.views.checkpoint;
  }

  /** Why the views no longer follow; undefined while they do. */
  get failed(): unknown {
    return this.failure;
  }

  async end(): Promise<void> {
    this.stop.abort();
    await this.done;
  }
}
