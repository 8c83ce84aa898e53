import type { RecordedEvent } from '@gongji/event-store';
import type { Command } from '../command.ts';
import { eventIdOf } from '../digest.ts';
import type { Recall } from '../writer/recall.ts';
import { claimEventIdOf, finishClaim } from './finish-claim.ts';
import { finishSequel } from './finish-sequel.ts';
import { mend, Tending } from './mend.ts';
import { finishProcess, type ProcessTools } from './run-process.ts';

/** Finishes what was left half done: by a crash, by a failing store, by another instance that was stopped. */
export class Finishing {
  /** Somebody wants a look at what other instances left. */
  isWanted = false;
  private readonly tending = new Tending();

  constructor(
    readonly tools: ProcessTools,
    private readonly recall: Recall,
    /** What one command writes to several streams cannot be half done. */
    private readonly together: boolean,
  ) {}

  mend(): Promise<void> {
    return mend(this.tools);
  }

  async look(flush: () => Promise<void>): Promise<void> {
    this.isWanted = false;
    await flush();
    await this.tending.look(this.tools);
  }

  /** The event that answers a command which was accepted; written now where only a claim's own event is there. */
  async firstOf(commandId: string): Promise<RecordedEvent | undefined> {
    const { first } = await this.recall.ask(commandId);
    if (first !== undefined) return first;
    const half = await this.tools.store.findEvent(claimEventIdOf(commandId));
    return half?.type.startsWith('Claim') === true ? finishClaim(this.tools, half) : undefined;
  }

  /** The event with an accepted command's answer, when everything that the command writes is written. */
  async whole({ region, commandId }: Command, first: RecordedEvent): Promise<RecordedEvent> {
    if (!this.together && first.type === 'SettlementReversed') await finishSequel(this.tools, first);
    if (first.type !== 'ProcessStarted') return first;
    const completed = await this.tools.store.findEvent(eventIdOf(commandId, 1));
    return completed ?? finishProcess(this.tools, region, commandId);
  }
}
