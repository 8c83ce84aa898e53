import { completedYears } from '../../calendar/calendar.ts';
import { exact, money, type Exact } from '../../money/money.ts';
import type { Facts } from '../../policy/pack.ts';
import { TABLES } from '../../policy/table-names.ts';
import type { PayExpense, PayPremium } from '../commands.ts';
import { refuse } from '../refusal.ts';
import { factOn } from '../timeline.ts';
import { allowed, familyFacts, linkTo, OWN } from './account-use.ts';
import type { PersonEvent } from './events.ts';
import { requireDated, requireDesignated, requireNew, requireOpenAccount, type PersonContext } from './guards.ts';
import { spendable, type PersonState } from './state.ts';

/** Pays an expense at an institution from the account, for the owner or a linked family member (POLICY.md 4). */
export function decideExpense(command: PayExpense, state: PersonState, context: PersonContext): PersonEvent {
  const { expenseId, institutionId, kind, date, time, beneficiaryId } = command;
  requireNew(state, 'expense', expenseId, 'expenseId');
  requireDated(state, context, date, 'date');
  requireDesignated(context.institution(institutionId), date);
  requireOpenAccount(state);
  const facts: Facts = { ...beneficiaryFacts(command, state, context), expense: kind };
  const use = allowed(TABLES.useExpense, facts, date, context, 'kind');
  return {
    type: 'AccountDebited',
    occurredOn: date,
    data: {
      cause: 'expense',
      expenseId,
      kind,
      institutionId,
      ...(time === undefined ? {} : { time }),
      amount: money(exact(command.amount)),
      ...(beneficiaryId === undefined ? {} : { beneficiaryId }),
      balance: spend(state, exact(command.amount)),
      rows: [use.row],
    },
  };
}

/** Pays a premium from the account, for the owner or a linked family member (POLICY.md 4). */
export function decidePremium(command: PayPremium, state: PersonState, context: PersonContext): PersonEvent {
  const { premiumId, product, date, beneficiaryId } = command;
  requireNew(state, 'premium', premiumId, 'premiumId');
  requireDated(state, context, date, 'date');
  requireOpenAccount(state);
  const employment = factOn(state.employment, date);
  const facts: Facts = {
    ...beneficiaryFacts(command, state, context),
    product,
    ...(employment === undefined ? {} : { employment }),
    age: completedYears(state.birthDate, date),
  };
  const use = allowed(TABLES.usePremium, facts, date, context, 'product');
  return {
    type: 'PremiumPaid',
    occurredOn: date,
    data: {
      premiumId,
      product,
      amount: money(exact(command.amount)),
      ...(beneficiaryId === undefined ? {} : { beneficiaryId }),
      balance: spend(state, exact(command.amount)),
      rows: [use.row],
    },
  };
}

function beneficiaryFacts(
  { personId, beneficiaryId, date }: PayExpense | PayPremium,
  state: PersonState,
  { policy }: PersonContext,
): Facts {
  if (beneficiaryId === undefined || beneficiaryId === personId) return OWN;
  return familyFacts(linkTo(state, beneficiaryId, date, 'beneficiaryId'), policy);
}

function spend(state: PersonState, amount: Exact): string {
  if (amount.gt(spendable(state))) {
    const message = `The account can spend ${money(spendable(state))}, less than ${money(amount)}.`;
    refuse('insufficient-balance', message, { field: 'amount' });
  }
  return money(state.balance.minus(amount));
}
