import type { EventMetadata, LedgerEvent, PlainDate } from '@gongji/core';
import type { RecordedEvent } from '@gongji/event-store';

/**
 * An event of the log as projections see it. Data and metadata are parsed once, and only when a projection asks: most of the
 * time goes into parsing, and all views share it.
 */
export class LogEvent {
  readonly position: number;
  readonly type: string;
  readonly region: string;
  /** Id of the person, institution, year or command whose stream it is; empty for `policy-<region>`. */
  readonly id: string;
  #fact: LedgerEvent | undefined;
  #metadata: EventMetadata | undefined;

  constructor(private readonly recorded: RecordedEvent) {
    this.position = Number(recorded.position);
    this.type = recorded.type;
    // An id may contain dots, a region does not.
    const { stream } = recorded;
    const start = stream.indexOf('-') + 1;
    const dot = stream.indexOf('.', start);
    this.region = dot === -1 ? stream.slice(start) : stream.slice(start, dot);
    this.id = dot === -1 ? '' : stream.slice(dot + 1);
  }

  get metadata(): EventMetadata {
    return (this.#metadata ??= JSON.parse(this.recorded.metadata) as EventMetadata);
  }

  /** The business date. */
  get occurredOn(): PlainDate {
    return this.metadata.occurredOn;
  }

  /** Type, data and business date, ready for a switch on the type. */
  get fact(): LedgerEvent {
    return (this.#fact ??= {
      type: this.type,
      occurredOn: this.occurredOn,
      data: JSON.parse(this.recorded.data) as unknown,
    } as LedgerEvent);
  }

  /** The id by which the log can be recognised. */
  get eventId(): string {
    return this.recorded.eventId;
  }
}
