import { createHmac, timingSafeEqual } from 'node:crypto';
import {
  canonical,
  type Json,
  type LedgerEvent,
  type Refusal,
  type SettleVisit,
  type VisitSettled,
} from '@gongji/core';
import type { Answer, StreamCommand } from './command.ts';
import { sha256 } from './digest.ts';
import { targetOf } from './streams-of.ts';
import type { Streams } from './writer/streams.ts';

/** What a preview answered, and what that rested on. Amounts are yuan with two decimals. */
interface Promised {
  readonly amounts: Amounts;
  /** Digest of what the visit's command says. */
  readonly visit: string;
  readonly pack: string;
  /** Every stream that the decision read, and its revision; the patient's is one of them. */
  readonly revisions: { readonly [stream: string]: string };
}

type Amounts = Pick<
  VisitSettled,
  'payments' | 'pooled' | 'account' | 'cash' | 'selfPayFirst' | 'deductible' | 'reason'
>;

/** True where deciding is not all: for a dry run, or a visit with the token of one. */
export function isTried(command: StreamCommand): boolean {
  return command.dryRun === true || (command.type === 'SettleVisit' && command.previewToken !== undefined);
}

/** What a decision read. */
export interface Read {
  readonly streams: readonly string[];
  readonly states: Streams;
  readonly packHash: string;
}

/**
 * The preview of a visit, where one is asked for or was given: `VisitSettled` was decided and is not written yet.
 *
 * A token says what was decided and on which revisions. It is sealed with the hash of the patient's event at that revision: it needs
 * no register and no key of its own, survives a restart and a copy of the log, and cannot be made without having read the log.
 */
class Preview {
  private readonly now: Promised;

  private constructor(
    private readonly command: SettleVisit,
    { data }: Extract<LedgerEvent, { readonly type: 'VisitSettled' }>,
    private readonly read: Read,
  ) {
    const { pooled, account, cash, payments, selfPayFirst, deductible, reason } = data;
    this.now = {
      amounts: { payments, pooled, account, cash, selfPayFirst, deductible, reason },
      visit: visitDigest(command),
      pack: read.packHash,
      revisions: Object.fromEntries(read.streams.map((stream) => [stream, String(read.states.revision(stream))])),
    };
  }

  static of(command: StreamCommand, event: LedgerEvent, read: Read): Preview | undefined {
    if (command.type !== 'SettleVisit' || event.type !== 'VisitSettled') return undefined;
    return new Preview(command, event, read);
  }

  async token(): Promise<string> {
    const payload = Buffer.from(canonical(this.now as unknown as Json)).toString('base64url');
    const seal = (await this.seal(payload, this.now)) as Buffer; // the patient's stream was read, so that it has the event
    return `${payload}.${seal.toString('base64url')}`;
  }

  /** Why the visit may not be settled with the token that it came with; undefined when it may, or came with none. */
  async refusal(): Promise<Refusal | undefined> {
    const { previewToken } = this.command;
    if (previewToken === undefined) return undefined;
    const then = await this.opened(previewToken);
    if (then === undefined) return notOurs('previewToken is no token that a preview of this ledger answered.');
    if (then.visit !== this.now.visit) return notOurs('previewToken belongs to the preview of another visit.');
    if (canonical(then.amounts) === canonical(this.now.amounts)) return undefined;
    return { code: 'preview-outdated', message: outdated(then, this.now), field: 'previewToken' };
  }

  /** What a token says, if it was sealed here. */
  private async opened(token: string): Promise<Promised | undefined> {
    const [payload = '', seal = ''] = token.split('.');
    const then = parsed(payload);
    if (then === undefined) return undefined;
    const given = Buffer.from(seal, 'base64url');
    const own = await this.seal(payload, then);
    return own?.length === given.length && timingSafeEqual(given, own) ? then : undefined;
  }

  private async seal(payload: string, { revisions }: Partial<Promised>): Promise<Buffer | undefined> {
    const patient = targetOf(this.command);
    const revision = revisions?.[patient];
    if (typeof revision !== 'string' || !/^\d{1,15}$/.test(revision)) return undefined;
    const key = await this.read.states.hashAt(patient, BigInt(revision));
    return key === undefined ? undefined : createHmac('sha256', key).update(payload).digest();
  }
}

/** @returns the answer of a command that is not to be written: a dry run, or a visit that is not paid any more as its preview said. */
export async function answerTried(
  command: StreamCommand,
  event: LedgerEvent,
  { answer, ...read }: Read & { readonly answer: (event: LedgerEvent) => Promise<Answer> },
): Promise<Answer | undefined> {
  const preview = Preview.of(command, event, read);
  const error = await preview?.refusal();
  if (error !== undefined) return { commandId: command.commandId, ok: false, error };
  return command.dryRun === true ? dryAnswer(await answer(event), await preview?.token()) : undefined;
}

/** The answer of a command that was decided and not written. */
function dryAnswer(answer: Answer, token: string | undefined): Answer {
  if (!answer.ok) return answer;
  const { commandId, ok, position, result } = answer;
  return { commandId, ok, dryRun: true, position, result: token === undefined ? result : { ...result, token } };
}

function visitDigest(command: SettleVisit): string {
  const { commandId: _id, actor: _actor, dryRun: _dryRun, previewToken: _token, ...visit } = command;
  return sha256(canonical(visit)).slice(0, 32);
}

function parsed(payload: string): Promised | undefined {
  try {
    const value = JSON.parse(Buffer.from(payload, 'base64url').toString('utf8')) as unknown;
    return typeof value === 'object' && value !== null ? (value as Promised) : undefined;
  } catch {
    return undefined;
  }
}

function notOurs(message: string): Refusal {
  return { code: 'invalid-command', message, field: 'previewToken' };
}

function outdated(then: Promised, now: Promised): string {
  const amounts = (['pooled', 'account', 'cash'] as const).flatMap((part) =>
    then.amounts[part] === now.amounts[part] ? [] : [`${part} ${now.amounts[part]} instead of ${then.amounts[part]}`],
  );
  const others = amounts.length === 0 ? ['the same sums in other parts'] : amounts;
  const streams = Object.keys({ ...then.revisions, ...now.revisions });
  const moved = streams.filter((stream) => then.revisions[stream] !== now.revisions[stream]).sort();
  const since = [...moved, ...(then.pack === now.pack ? [] : ['the rules'])];
  return `The visit would now be paid otherwise: ${others.join(', ')}. What changed since its preview: ${since.join(', ')}.`;
}
