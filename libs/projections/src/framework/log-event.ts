import {
  readEvent,
  type EventMetadata,
  type Json,
  type LedgerEvent,
  type PlainDate,
  type RestedOn,
} from '@gongji/core';
import type { RecordedEvent } from '@gongji/event-store';

/**
 * An event of the log as projections see it. Its data are parsed once, and only when a projection asks: all views share it.
 */
export class LogEvent {
  readonly position: number;
  readonly type: string;
  readonly region: string;
  /** Id of the person, institution, year or command whose stream it is; empty for `policy-<region>`. */
  readonly id: string;
  #fact: LedgerEvent | undefined;
  #occurredOn: PlainDate | undefined;
  #recordedAt: string | undefined;

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

  /** The business date. */
  get occurredOn(): PlainDate {
    return (this.#occurredOn ??= this.#field('occurredOn') ?? '');
  }

  /** The same event with another business date. */
  dated(day: PlainDate): LogEvent {
    const metadata = this.recorded.metadata.replace(/"occurredOn":"[^"]*"/, `"occurredOn":"${day}"`);
    return new LogEvent({ ...this.recorded, metadata });
  }

  /** When the ledger learnt of it. */
  get recordedAt(): string {
    return (this.#recordedAt ??= this.#field('recordedAt') ?? '');
  }

  /** Who asked for it. */
  get actor(): string {
    return this.#field('actor') ?? '';
  }

  /** Of the command that wrote it. */
  get commandId(): string {
    return this.#field('commandId') ?? '';
  }

  /** The rules on which it rested, and their hash; null where no rule was asked. */
  get pack(): string | null {
    return this.#field('pack') ?? null;
  }

  get packHash(): string | null {
    return this.#field('packHash') ?? null;
  }

  /** Type, data in their present version, and business date, ready for a switch on the type. */
  get fact(): LedgerEvent {
    return (this.#fact ??= readEvent({
      type: this.type,
      occurredOn: this.occurredOn,
      schemaVersion: numberField(this.recorded.metadata, 'schemaVersion'),
      data: parsed(this.recorded.data),
    }));
  }

  /** The id by which the log can be recognised. */
  get eventId(): string {
    return this.recorded.eventId;
  }

  #field(name: keyof EventMetadata | keyof RestedOn): string | undefined {
    return textField(this.recorded.metadata, name);
  }
}

/**
 * What the text says. A NUL, which a free text may hold, is no character of PostgreSQL's texts: views show the sign for a character
 * that cannot be shown, in every engine.
 */
function parsed(json: string): Json {
  if (!json.includes('\\u0000')) return JSON.parse(json) as Json;
  return JSON.parse(json, (_key, value: unknown) =>
    typeof value === 'string' ? value.replaceAll('\0', '\ufffd') : value,
  ) as Json;
}

/**
 * A field of canonical JSON whose value is text, without parsing the rest: metadata are half of every event, and the views need two
 * fields of them. A key of the same name in a nested object would be taken too; the metadata have none. Inside a text the quotes
 * are escaped, so that what is found is a key.
 */
export function textField(json: string, name: string): string | undefined {
  const key = `"${name}":"`;
  const at = json.indexOf(key);
  if (at === -1) return undefined;
  const start = at + key.length;
  let end = json.indexOf('"', start);
  const text = json.slice(start, end);
  if (!text.includes('\\')) return text;
  while (isEscaped(json, end)) end = json.indexOf('"', end + 1);
  return JSON.parse(json.slice(start - 1, end + 1)) as string;
}

/** A whole number of canonical JSON, found in the same way; NaN where there is none. */
function numberField(json: string, name: string): number {
  const key = `"${name}":`;
  const at = json.indexOf(key);
  return at === -1 ? NaN : Number.parseInt(json.slice(at + key.length), 10);
}

function isEscaped(json: string, at: number): boolean {
  let backslashes = 0;
  while (json[at - 1 - backslashes] === '\\') backslashes += 1;
  return backslashes % 2 === 1;
}
