import type { EventMetadata } from '@gongji/core';
import type { RecordedEvent } from '@gongji/event-store';
import { knownEvent, type KnownEvent } from './known-event.ts';
import { usualMetadata, type UsualMetadata } from './usual-metadata.ts';

/** An event of the log, which several look at: its text is read when the first of them asks what it says, and once. */
export class LogEvent {
  private looked = false;
  private look: UsualMetadata | undefined;
  private readMetadata: EventMetadata | undefined;
  private read: KnownEvent | undefined;

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
}
