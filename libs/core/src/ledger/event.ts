import type { PlainDate } from '../calendar/calendar.ts';
import type { Json } from '../proof/canonical.ts';

/** What every event of the log says about itself beside its data (DESIGN.md 3). */
export interface EventMetadata {
  readonly actor: string;
  readonly role: string;
  /** The event or command that this one follows from; the command itself where nothing stands between. */
  readonly causationId: string;
  /** SHA-256 of the command's canonical form: tells a repetition from another command under the same id. */
  readonly commandHash: string;
  readonly commandId: string;
  readonly correlationId: string;
  /** SHA-256 over content, place and `previousHash` (proof/chain.ts). */
  readonly hash: string;
  /** The business date, a plain date in China: it decides rules and year. */
  readonly occurredOn: PlainDate;
  /** Hash of the event before it in its stream. */
  readonly previousHash: string;
  /** When the ledger learnt of it: an instant in UTC with milliseconds. */
  readonly recordedAt: string;
  /** What the decision rested on, so that it can be repeated exactly. */
  readonly restedOn: RestedOn;
  readonly schemaVersion: number;
}

export interface RestedOn {
  /** "panzhihua-2022/1" and the pack's content hash; absent where no rule was asked. */
  readonly pack?: string;
  readonly packHash?: string;
  /** Streams that were consulted beside the event's own, and the revision each had ("-1": it did not exist). */
  readonly revisions?: { readonly [stream: string]: string };
}

/** An event as a decision proposes it: type, data and business date. */
export interface Proposed<T extends string = string, D = Json> {
  readonly type: T;
  readonly data: D;
  readonly occurredOn: PlainDate;
}

/** An event as a fold takes it. */
export interface Recorded<T extends string = string, D = Json> extends Proposed<T, D> {
  readonly revision: number;
}
