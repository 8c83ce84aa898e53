import type { Group } from './group.ts';
import type { Item } from './item.ts';

/** What the ledger does for a delivery. */
export interface DeliveryTools {
  /** Forgets what commands that lost against another writer were decided on. */
  forget(items: readonly Item[]): void;
  /** Decides such a command anew. */
  again(item: Item): Promise<void>;
}

/** Brings groups into the store, and has what lost against another writer decided again, in its order, before anything else. */
export class Delivery {
  private conflicted: Item[] = [];
  private called: (() => void) | undefined;

  constructor(
    private readonly group: Group,
    private readonly tools: DeliveryTools,
  ) {}

  /** To be told of a command that lost against another writer. */
  lost(item: Item): void {
    this.conflicted.push(item);
  }

  /**
   * Sends the group. Where others write too, the next one is decided meanwhile, on other streams than this one's. Where nobody else does,
   * the store writes in this very process and there is nothing to gain: who waits for the group is told, and it is let go.
   */
  async send(): Promise<void> {
    await this.arrive().catch(() => undefined);
    this.group.send();
    if (this.group.isOnlyWriter) await this.arrive().catch(() => undefined);
  }

  /** To be told that there is more to decide. */
  call(): void {
    this.called?.();
  }

  /**
   * Brings everything into the store while there is nothing to decide. When the store fails, everybody whose command is in the group is
   * told, and nobody else. What there is to decide meanwhile is not kept waiting for what is under way.
   */
  async rest(): Promise<void> {
    const called = new Promise<boolean>((resolve) => {
      this.called = () => {
        resolve(true);
      };
    });
    while (!this.group.isEmpty) {
      if (!this.group.isUnderWay) this.group.send();
      if (await Promise.race([called, this.group.landed()])) return;
      await this.arrive().catch(() => undefined);
    }
  }

  /** Waits until what was decided on these streams is written; without them, everything. @throws what the store failed with. */
  async reach(streams: readonly string[] | undefined): Promise<void> {
    if (streams === undefined || streams.some((stream) => this.group.holds(stream))) return this.flush();
    return this.arrive();
  }

  /** Waits for the group that is under way. */
  private async arrive(): Promise<void> {
    await this.group.arrived();
    if (this.conflicted.length > 0) await this.flush();
  }

  /** Writes everything, what lost against another writer included. @throws what the store failed with. */
  async flush(): Promise<void> {
    await this.group.write();
    while (this.conflicted.length > 0) {
      const again = this.conflicted;
      this.conflicted = [];
      this.tools.forget(again);
      for (const item of again) await this.tools.again(item);
      await this.group.write();
    }
  }
}
