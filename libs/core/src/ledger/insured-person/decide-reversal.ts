import type { PlainDate } from '../../calendar/calendar.ts';
import { exact, money } from '../../money/money.ts';
import type { ReverseSettlement } from '../commands.ts';
import { refuse } from '../refusal.ts';
import type { PersonEvent, VisitSettled } from './events.ts';
import { requireYearOpen, type PersonContext } from './guards.ts';
import type { PersonState } from './state.ts';

/** A settlement as it stands in the person's stream. */
export interface SettledVisit {
  readonly data: VisitSettled & { readonly claimId?: string };
  /** The visit's date. */
  readonly visitDate: PlainDate;
  readonly revision: number;
}

/** A reversal, and where another person's account had paid, the money that goes back to it. */
export interface ReversalDecision {
  readonly reversed: PersonEvent;
  readonly returned?: { readonly ownerId: string; readonly event: PersonEvent };
}

/** Takes a settlement back, amount by amount, on the day of the reversal (POLICY A11). */
export function decideReversal(
  command: ReverseSettlement,
  state: PersonState,
  context: PersonContext,
  visit: SettledVisit | undefined,
): ReversalDecision {
  if (visit === undefined) {
    refuse('unknown-visit', `The person has no settled visit ${command.visitId}.`, { field: 'visitId' });
  }
  if (state.ids.has(`reversal:${command.visitId}`)) {
    refuse('already-reversed', `The visit ${command.visitId} was reversed before.`, { field: 'visitId' });
  }
  requireYearOpen(context, command.date, 'date');
  context.policy.requireInForce(command.date, 'date');
  const { data } = visit;
  const { accountOwner } = data;
  const account = exact(data.account);
  const payer = accountOwner === undefined ? state : context.person(accountOwner);
  if (!account.isZero() && payer?.account === 'closed') {
    refuse('account-closed', `The account is closed and cannot take ${data.account} back.`, { field: 'personId' });
  }
  const own = accountOwner === undefined ? state.balance.plus(account) : state.balance;
  const reversed = reversalOf(command, visit, money(own));
  if (accountOwner === undefined || payer === undefined || account.isZero()) return { reversed };
  return { reversed, returned: { ownerId: accountOwner, event: returnedTo(payer, command, data.account) } };
}

function reversalOf(
  command: ReverseSettlement,
  { data, visitDate, revision }: SettledVisit,
  balance: string,
): PersonEvent {
  return {
    type: 'SettlementReversed',
    occurredOn: command.date,
    data: {
      visitId: data.visitId,
      institutionId: data.institutionId,
      programme: data.programme,
      ...(data.claimId === undefined ? {} : { claimId: data.claimId }),
      settledAt: revision,
      visitDate,
      reason: command.reason,
      payments: data.payments,
      pooled: data.pooled,
      account: data.account,
      cash: data.cash,
      moved: data.moved,
      balance,
      ...(data.accountOwner === undefined ? {} : { accountOwner: data.accountOwner }),
    },
  };
}

function returnedTo(owner: PersonState, { personId, visitId, date }: ReverseSettlement, amount: string): PersonEvent {
  return {
    type: 'AccountCredited',
    occurredOn: date,
    data: { cause: 'reversal', patientId: personId, visitId, amount, balance: money(owner.balance.plus(amount)) },
  };
}

/** A credit that was decided before, on the account as it is now. */
export function creditedTo(owner: PersonState, event: Extract<PersonEvent, { type: 'AccountCredited' }>): PersonEvent {
  return { ...event, data: { ...event.data, balance: money(owner.balance.plus(event.data.amount)) } };
}
