import type { EventMetadata } from '@gongji/core';
import type { RecordedEvent } from '@gongji/event-store';
import { knownEvent, type KnownEvent } from './known-event.ts';
import { carriesOwnHash } from './own-hash.ts';
import { usualMetadata, type UsualMetadata } from './usual-metadata.ts';

/** An event of the log, which several look at: its text is read when the first of them asks what it says, and once. */
export class LogEvent {
  private looked = false;
  private look: UsualMetadata | undefined;
  private readMetadata: EventMetadata | undefined;
  private read: KnownEvent | undefined;
  private intact: boolean | undefined;

  constructor(readonly stored: RecordedEvent) {}

  /** The metadata where they are of the usual form. */
  get usual(): UsualMetadata | undefined {
    if (!this.looked) this.look = usualMetadata(this.stored.metadata);
    this.looked = true;
    return this.look;
  }

  /** @throws Error where it cannot be read. */
  get metadata(): EventMetadata {
    return (this.readMetadata ??= this.usual?.metadata ?? (JSON.parse(this.stored.metadata) as EventMetadata));
  }

  /** @throws Error where it cannot be read. */
  get known(): KnownEvent {
    return (this.read ??= knownEvent(this.stored, this.metadata));
  }

  /** Whether it carries the hash of its own content and place. @throws Error where its metadata cannot be read. */
  isIntact(): boolean {
    return (this.intact ??= carriesOwnHash(this));
  }

  /** Whether what it says can be read. */
  isReadable(): boolean {
    try {
      return Boolean(this.known);
    } catch {
      return false;
    }
  }
}

/**
 * Reads what deciding some events again will ask of them, each thing of all of them before the next: the processor does the same many times
 * over faster than one after the other. What cannot be read fails where it is asked.
 */
export function readAhead(events: readonly LogEvent[]): void {
  const usual = events.filter((event) => event.usual !== undefined);
  for (const event of usual) event.isIntact();
  for (const event of usual) event.isReadable();
}
