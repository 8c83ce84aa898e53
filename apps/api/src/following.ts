import { StoreUnavailable, type EventStore } from '@gongji/event-store';
import type { Views } from '@gongji/projections';
import type { Log } from './observability/log.ts';

/** Keeps the views in step with the log in the background, and tells how far they are behind. */
export class Following {
  private readonly stop = new AbortController();
  private readonly done: Promise<void>;
  private failure: unknown;
  private trouble: unknown;

  constructor(
    private readonly views: Views,
    private readonly store: EventStore,
    log: Log,
  ) {
    const told = (trouble: unknown): void => {
      this.trouble = trouble;
      if (trouble === undefined) log.info({}, 'The views follow the log again.');
      else log.warn({ err: trouble }, 'The views cannot follow the log for now; it is tried again and again.');
    };
    this.done = views.follow(this.stop.signal, told).catch((error: unknown) => {
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

  /** Why the views cannot follow for now, in a sentence; undefined while they can. */
  get hindered(): string | undefined {
    if (this.trouble === undefined) return undefined;
    return this.trouble instanceof StoreUnavailable
      ? this.trouble.message
      : 'The database of the views does not answer.';
  }

  async end(): Promise<void> {
    this.stop.abort();
    await this.done;
  }
}
