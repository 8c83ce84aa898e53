import type { EventStore, RecordedEvent } from '@gongji/event-store';
import { eventIdOf } from '../digest.ts';

/** A command's first event in the log, if the command was accepted before. */
export interface Recalled {
  readonly commandId: string;
  /** Id that the command's answering event has, or gets. */
  readonly eventId: string;
  readonly first: RecordedEvent | undefined;
}

/**
 * Tells which commands were accepted before. The store is asked for many commands at a time; what it said of a command is given out
 * once, for a second command with the same id may come after the first was written.
 */
export class Recall {
  private answers = new Map<string, Recalled>();

  constructor(private readonly store: EventStore) {}

  /**
   * Looks a page of commands up, and forgets those of before. Where that fails, each command asks, and fails, by itself.
   *
   * @param upTo position up to which what others wrote was taken in.
   */
  async lookUp(commandIds: readonly string[], upTo: bigint | undefined): Promise<void> {
    const ids = new Map(commandIds.map((commandId) => [eventIdOf(commandId, 0), commandId]));
    this.answers = new Map();
    const found = new Map<string, RecordedEvent>();
    const events = await this.store.findEvents([...ids.keys()], upTo).catch(() => undefined);
    if (events === undefined) return;
    for (const event of events) found.set(event.eventId, event);
    for (const [eventId, commandId] of ids) {
      this.answers.set(commandId, { commandId, eventId, first: found.get(eventId) });
    }
  }

  /** Forgets what was looked up: something may have been written since that nobody knows of. */
  forget(): void {
    this.answers = new Map();
  }

  /** True where the last look-up said that the command was accepted before. */
  knows(commandId: string): boolean {
    return this.answers.get(commandId)?.first !== undefined;
  }

  /** What the last look-up said of a command, unless it was given out already. */
  take(commandId: string): Recalled | undefined {
    const answer = this.answers.get(commandId);
    if (answer !== undefined) this.answers.delete(commandId);
    return answer;
  }

  /** What the store says of a command now. */
  async ask(commandId: string): Promise<Recalled> {
    const eventId = eventIdOf(commandId, 0);
    return { commandId, eventId, first: await this.store.findEvent(eventId) };
  }
}
