import { completedYears, firstDayOf } from '../../calendar/calendar.ts';
import { exact, money, toFen, type Exact } from '../../money/money.ts';
import type { Facts } from '../../policy/pack.ts';
import { TABLES } from '../../policy/table-names.ts';
import type {
  AdjustAccount,
  InheritAccount,
  RecordContribution,
  RefundAccount,
  ReverseContribution,
  TransferAccountIn,
  TransferAccountOut,
} from '../commands.ts';
import { deciding, refuse } from '../refusal.ts';
import { factOn } from '../timeline.ts';
import type { ContributionRecorded, PersonEvent } from './events.ts';
import {
  requireDated,
  requireEnrolled,
  requireNew,
  requireOpenAccount,
  requireYearOpen,
  type PersonContext,
} from './guards.ts';
import { balanceText, spendable, type PersonState } from './state.ts';

/**
 * Divides a month's contribution between account and pool, under the rules of the month that it covers (POLICY A30). A month
 * counts by its first day; the contribution's business date is the day on which it was paid.
 */
export function decideContribution(
  command: RecordContribution,
  state: PersonState,
  context: PersonContext,
): PersonEvent {
  const { month, paidOn } = command;
  const { policy } = context;
  const day = firstDayOf(month);
  requireNew(state, 'contribution', month, 'month');
  requireEnough(command, state, context);
  requireYearOpen(context, paidOn, 'paidOn');
  policy.requireInForce(day, 'month');
  requireEnrolled(state, day, 'month');
  const employment = factOn(state.employment, day);
  if (employment === 'retired') {
    refuse('not-contributing', `The person is retired in ${month} and pays no contributions.`, { field: 'month' });
  }
  const data = divide(command, state, context);
  return { type: 'ContributionRecorded', occurredOn: paidOn, data };
}

/** What a contribution puts into the account: the person's own part and what the pool adds, each rounded by itself. */
function creditsOf(
  { month, base }: RecordContribution,
  state: PersonState,
  { policy, parameters }: PersonContext,
): {
  readonly personal: Share;
  readonly fromPool: Share;
  readonly credited: Exact;
  readonly of: (table: string) => Share;
} {
  const day = firstDayOf(month);
  const employment = factOn(state.employment, day);
  const facts: Facts = {
    ...(employment === undefined ? {} : { employment }),
    plan: state.plan,
    age: completedYears(state.birthDate, day),
  };
  const of = (table: string): Share => {
    const rate = policy.amount(table, facts, day, parameters);
    return { amount: toFen(exact(base).times(rate.value)), row: rate.row };
  };
  const [personal, fromPool] = [of(TABLES.personalCredit), of(TABLES.employerCredit)];
  return { personal, fromPool, credited: personal.amount.plus(fromPool.amount), of };
}

interface Share {
  readonly amount: Exact;
  readonly row: string;
}

/** Amounts come before year, validity and enrolment (COMMANDS.md); where those leave no rule to compare with, they refuse later. */
function requireEnough(command: RecordContribution, state: PersonState, context: PersonContext): void {
  const { amount, month } = command;
  const day = firstDayOf(month);
  const contributing = day >= state.enrolledFrom && factOn(state.employment, day) !== 'retired';
  if (amount === undefined || !contributing || !context.policy.isInForce(day)) return;
  const credits = deciding(() => creditsOf(command, state, context));
  if (!credits.ok || exact(amount).gte(credits.value.credited)) return;
  const { credited, personal } = credits.value;
  refuse('invalid-command', `amount ${money(exact(amount))} is below what it credits, ${money(credited)}.`, {
    field: 'amount',
    article: context.policy.articleOf(personal.row),
  });
}

function divide(command: RecordContribution, state: PersonState, context: PersonContext): ContributionRecorded {
  const { month, base, amount } = command;
  const { personal, fromPool, credited, of } = creditsOf(command, state, context);
  const whole = amount === undefined ? of(TABLES.wholeRate) : undefined;
  const collected = whole?.amount ?? exact(amount as string);
  if (collected.lt(credited)) {
    const message = `The whole rate collects ${money(collected)}, less than the ${money(credited)} that the account gets.`;
    refuse('parameter-outside-limits', message, { article: context.policy.articleOf(personal.row) });
  }
  if (!credited.isZero()) requireOpenAccount(state);
  return {
    month,
    base: money(exact(base)),
    amount: money(collected),
    personal: money(personal.amount),
    fromPool: money(fromPool.amount),
    balance: money(state.balance.plus(credited)),
    rows: [personal.row, fromPool.row, ...(whole === undefined ? [] : [whole.row])],
  };
}

/** @param recorded the contribution of the month that was not reversed yet. */
export function decideContributionReversal(
  command: ReverseContribution,
  state: PersonState,
  context: PersonContext,
  recorded: ContributionRecorded | undefined,
): PersonEvent {
  const { month, reason, date } = command;
  if (recorded === undefined) {
    refuse('unknown-contribution', `The person has no contribution for ${month}.`, { field: 'month' });
  }
  requireDated(state, context, date, 'date');
  const { amount, personal, fromPool } = recorded;
  const balance = takeOut(state, exact(personal).plus(fromPool), 'month');
  return {
    type: 'ContributionReversed',
    occurredOn: date,
    data: { month, reason, amount, personal, fromPool, balance },
  };
}

/** The balance after an amount is taken out; it never goes below zero (baoshan art. 21, 22). */
function takeOut(state: PersonState, amount: Exact, field: string): string {
  if (amount.gt(spendable(state))) {
    const message = `The account can spend ${money(spendable(state))}, less than ${money(amount)}.`;
    refuse('insufficient-balance', message, { field });
  }
  return money(state.balance.minus(amount));
}

/** Corrects the account by an amount, with the reason; a debit never goes below zero. */
export function decideAdjustment(command: AdjustAccount, state: PersonState, context: PersonContext): PersonEvent {
  const { adjustmentId, direction, reason, date } = command;
  requireNew(state, 'adjustment', adjustmentId, 'adjustmentId');
  requireDated(state, context, date, 'date');
  requireOpenAccount(state);
  const amount = exact(command.amount);
  if (direction === 'debit') {
    const balance = takeOut(state, amount, 'amount');
    const data = { cause: 'adjustment', adjustmentId, amount: money(amount), reason, balance } as const;
    return { type: 'AccountDebited', occurredOn: date, data };
  }
  const balance = money(state.balance.plus(amount));
  const data = { cause: 'adjustment', adjustmentId, amount: money(amount), reason, balance } as const;
  return { type: 'AccountCredited', occurredOn: date, data };
}

/** Takes in a balance from another area's account. */
export function decideTransferIn(command: TransferAccountIn, state: PersonState, context: PersonContext): PersonEvent {
  const { transferId, from, date } = command;
  requireNew(state, 'transfer', transferId, 'transferId');
  requireDated(state, context, date, 'date');
  requireOpenAccount(state);
  const amount = exact(command.amount);
  return {
    type: 'AccountTransferredIn',
    occurredOn: date,
    data: { transferId, amount: money(amount), from, balance: money(state.balance.plus(amount)) },
  };
}

/** Transfer out, refund and inheritance pay out the whole balance and close the account (shangrao art. 9, baoshan art. 20). */
export function decidePayOut(
  command: TransferAccountOut | RefundAccount | InheritAccount,
  state: PersonState,
  context: PersonContext,
): PersonEvent {
  const { date } = command;
  if (command.type === 'InheritAccount' && command.deathDate > date) {
    refuse('invalid-command', `deathDate ${command.deathDate} lies after the payment ${date}.`, {
      field: 'deathDate',
    });
  }
  requireDated(state, context, date, 'date');
  requireOpenAccount(state);
  if (state.held.size > 0) refuse('conflict', 'Money of the account is set aside for a visit; try again.');
  const amount = balanceText(state);
  switch (command.type) {
    case 'TransferAccountOut':
      return { type: 'AccountTransferredOut', occurredOn: date, data: { to: command.to, amount } };
    case 'RefundAccount':
      return { type: 'AccountRefunded', occurredOn: date, data: { reason: command.reason, amount } };
    case 'InheritAccount': {
      const { deathDate, heir } = command;
      return { type: 'AccountInherited', occurredOn: date, data: { deathDate, heir, amount } };
    }
  }
}
