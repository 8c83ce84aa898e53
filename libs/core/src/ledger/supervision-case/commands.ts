import type { PlainDate } from '../../calendar/calendar.ts';
import type { Addressed } from '../commands.ts';

interface ForCase extends Addressed {
  readonly caseId: string;
  readonly date: PlainDate;
}

/** A visit, or a claim's, that a case is about. */
export interface VisitOfCase {
  readonly personId: string;
  readonly visitId: string;
}

/** What a case is about: at least one of these. */
export interface CaseSubject {
  /** Places of warnings in the list of warnings. */
  readonly warnings?: readonly string[];
  readonly visits?: readonly VisitOfCase[];
  readonly institutionId?: string;
  readonly personId?: string;
}

/** Opens a case about a suspected violation (shangrao art. 27, zibo art. 17, baoshan art. 30, 31). */
export interface OpenCase extends ForCase {
  readonly type: 'OpenCase';
  /** A kind of violation that the region's document names. */
  readonly violation: string;
  readonly about: CaseSubject;
  readonly reason: string;
}

export const CASE_OUTCOMES = ['violation-found', 'no-violation'] as const;

export type CaseOutcome = (typeof CASE_OUTCOMES)[number];

/** Decides a case; by another person than who opened it. */
export interface DecideCase extends ForCase {
  readonly type: 'DecideCase';
  readonly outcome: CaseOutcome;
  /** Yuan that the pooled fund is to get back; zero where there is no violation. */
  readonly amountToRecover: string;
  /** Of the region's document. */
  readonly article: string;
  readonly reason: string;
}

/** Hands what was found over to another authority (baoshan art. 32), before or after it was decided. */
export interface HandOverCase extends ForCase {
  readonly type: 'HandOverCase';
  /** An authority that the region's document names. */
  readonly authority: string;
  readonly reason: string;
}

/** Records money that came back to the pooled fund. */
export interface RecordRecovery extends ForCase {
  readonly type: 'RecordRecovery';
  readonly amount: string;
  /** Of the payment, by which it is found at the bank; once in a case. */
  readonly reference: string;
}

/** A command that is decided on a case's stream. */
export type CaseCommand = OpenCase | DecideCase | HandOverCase | RecordRecovery;

const CASE_COMMANDS: ReadonlySet<string> = new Set<CaseCommand['type']>([
  'OpenCase',
  'DecideCase',
  'HandOverCase',
  'RecordRecovery',
]);

export function isCaseCommand<C extends { readonly type: string }>(command: C): command is C & CaseCommand {
  return CASE_COMMANDS.has(command.type);
}
