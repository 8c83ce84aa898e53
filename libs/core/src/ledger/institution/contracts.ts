import { firstDayOf, yearOf, type PlainDate, type PlainMonth } from '../../calendar/calendar.ts';
import { exact, money } from '../../money/money.ts';
import type { Proposed } from '../event.ts';
import { refuse } from '../refusal.ts';
import { factOn, withFact, type Timeline } from '../timeline.ts';
import type { AgreeContract, AssessmentResult, ContractTerms, RecordAssessment } from './commands.ts';
import { HIGHEST_DEPOSIT_RATE, type AllowedMethod, type AssessedPayment, type PaymentTerms } from './payment-terms.ts';

// Events

/** An institution and the agency agreed how it is paid from a month on. */
export interface ContractAgreed extends ContractTerms {
  /** Where the region's document names the method. */
  readonly article: string;
  /** Where it puts institutions under agreement: on that rest deposit and prepayment. Absent where it does not. */
  readonly agreementArticle?: string;
  readonly agreedBy: string;
}

/** An institution was assessed. Of what is deducted for it at most one of amount and rate is there. */
export interface AssessmentRecorded extends AssessmentResult {
  /** Where the region's document says that institutions are assessed. */
  readonly article: string;
  readonly recordedBy: string;
}

export type ContractEvent =
  Proposed<'ContractAgreed', ContractAgreed> | Proposed<'AssessmentRecorded', AssessmentRecorded>;

// State and fold

/** A contract and its place among the institution's: two payments that rest on the same one name the same number. */
export interface Contract extends ContractAgreed {
  readonly number: number;
}

export interface ContractsState {
  readonly contracts: Timeline<Contract>;
  readonly assessments: readonly AssessmentRecorded[];
}

export const NO_CONTRACTS: ContractsState = { contracts: [], assessments: [] };

/** The state after one more event. */
export function evolveContracts(state: ContractsState, event: ContractEvent): ContractsState {
  if (event.type === 'AssessmentRecorded') return { ...state, assessments: [...state.assessments, event.data] };
  const contract = { ...event.data, number: state.contracts.length + 1 };
  return { ...state, contracts: withFact(state.contracts, firstDayOf(contract.from), contract) };
}

/** The contract by which a month's visits are paid; undefined where they are paid by actual cost alone. */
export function contractIn({ contracts }: ContractsState, month: PlainMonth): Contract | undefined {
  return factOn(contracts, firstDayOf(month));
}

// Decide

/** What a decision about a contract or an assessment rests on beside the institution's own stream. */
export interface ContractContext {
  readonly terms: PaymentTerms;
  /** An article as answers show it: "shangrao-2022 art. 22". */
  readonly cite: (article: string) => string;
  readonly isYearClosed: (year: number) => boolean;
  /** The hospital's tier on a day. */
  readonly tier: (on: PlainDate) => 1 | 2 | 3 | undefined;
  readonly actor: string;
}

/** Records how an institution is paid. A contract from the same month replaces an earlier one, as every fact does. */
export function decideContract(command: AgreeContract, context: ContractContext): ContractEvent {
  const { from, method, depositRate = '0', prepayment = '0', basis } = command;
  const allowed = requireAllowed(command, context);
  if (exact(depositRate).gt(HIGHEST_DEPOSIT_RATE)) {
    const message = `A quality deposit is at most ${HIGHEST_DEPOSIT_RATE} of what is due, not ${depositRate}.`;
    refuse('terms-not-allowed', message, { field: 'depositRate' });
  }
  requireYearOpen(yearOf(firstDayOf(from)), context, 'from');
  const { yearlyBudget, perHead, heads, perCase } = command;
  const agreements = context.terms.agreements?.article;
  return {
    type: 'ContractAgreed',
    occurredOn: firstDayOf(from),
    data: {
      from,
      method,
      ...(yearlyBudget === undefined ? {} : { yearlyBudget: money(exact(yearlyBudget)) }),
      ...(perHead === undefined ? {} : { perHead: money(exact(perHead)) }),
      ...(heads === undefined ? {} : { heads }),
      ...(perCase === undefined ? {} : { perCase: perCase.map(asMoney) }),
      depositRate,
      prepayment: money(exact(prepayment)),
      basis,
      article: allowed.article,
      ...(agreements === undefined ? {} : { agreementArticle: agreements }),
      agreedBy: context.actor,
    },
  };
}

function asMoney<T extends { readonly amount: string }>(rate: T): T {
  return { ...rate, amount: money(exact(rate.amount)) };
}

function requireAllowed({ from, method, perCase = [] }: AgreeContract, context: ContractContext): AllowedMethod {
  const allowed = context.terms.methods.find((each) => each.method === method);
  if (allowed === undefined) {
    const named = context.terms.methods.map((each) => each.method).join(', ');
    const message = `The document does not name payment by ${method}; it names: ${named || 'none'}.`;
    return refuse('terms-not-allowed', message, { field: 'method' });
  }
  const { article, tiers, programmes } = allowed;
  if (allowed.from !== undefined && from < allowed.from) {
    const message = `Payment by ${method} may be agreed from ${allowed.from} on, not from ${from}.`;
    refuse('terms-not-allowed', message, { field: 'from', article: context.cite(article) });
  }
  const tier = context.tier(firstDayOf(from));
  if (tiers !== undefined && (tier === undefined || !tiers.includes(tier))) {
    const message = `Payment by ${method} is for hospitals of tier ${tiers.join(', ')}.`;
    refuse('terms-not-allowed', message, { field: 'method', article: context.cite(article) });
  }
  const other = perCase.find(({ programme }) => programmes?.includes(programme) === false);
  if (other !== undefined) {
    const message = `The document does not name payment by the case for the programme ${other.programme}.`;
    refuse('terms-not-allowed', message, { field: 'perCase', article: context.cite(article) });
  }
  return allowed;
}

/** Records what an assessment came to. What is deducted for it is told by the payments from which it is. */
export function decideAssessment(
  command: RecordAssessment,
  { assessments }: ContractsState,
  context: ContractContext,
): ContractEvent {
  const { assessmentId, month, year, score, result, deduction, deductionRate, reason, date } = command;
  const article = requireAssessments(command, context);
  if (assessments.some((each) => each.assessmentId === assessmentId)) {
    const message = `The assessment ${assessmentId} was recorded before.`;
    refuse('already-exists', message, { field: 'assessmentId' });
  }
  requireYearOpen(yearOf(date), context, 'date');
  return {
    type: 'AssessmentRecorded',
    occurredOn: date,
    data: {
      assessmentId,
      ...(month === undefined ? {} : { month }),
      ...(year === undefined ? {} : { year }),
      ...(score === undefined ? {} : { score: money(exact(score)) }),
      result,
      ...(deduction === undefined ? {} : { deduction: money(exact(deduction)) }),
      ...(deductionRate === undefined ? {} : { deductionRate }),
      reason,
      article,
      recordedBy: context.actor,
    },
  };
}

/** The article by which institutions are assessed, where the result may weigh on what the command wants it to. */
function requireAssessments(command: RecordAssessment, { terms: { assessments }, cite }: ContractContext): string {
  const weighsOn: AssessedPayment = command.month === undefined ? 'clearing' : 'payment';
  if (assessments === undefined) {
    return refuse('terms-not-allowed', 'The document says nothing of assessments.', { field: 'assessmentId' });
  }
  const { article, weigh } = assessments;
  const field = command.deduction === undefined ? 'deductionRate' : 'deduction';
  if (command[field] !== undefined && !weigh.includes(weighsOn)) {
    const what = weighsOn === 'payment' ? "a month's payment" : "a year's clearing";
    refuse('terms-not-allowed', `By the document no assessment weighs on ${what}.`, { field, article: cite(article) });
  }
  return article;
}

function requireYearOpen(year: number, { isYearClosed }: ContractContext, field: string): void {
  if (isYearClosed(year)) refuse('year-closed', `The year ${String(year)} is closed.`, { field });
}
