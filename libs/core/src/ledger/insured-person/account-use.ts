import { completedYears, type PlainDate } from '../../calendar/calendar.ts';
import { exact, least, money, ZERO, type Exact } from '../../money/money.ts';
import type { Facts } from '../../policy/pack.ts';
import type { Answer, Policy } from '../../policy/policy.ts';
import { TABLES } from '../../policy/table-names.ts';
import { notApplied } from '../../settlement/not-applied.ts';
import type { SettleVisit } from '../commands.ts';
import { refuse } from '../refusal.ts';
import { factOn } from '../timeline.ts';
import type { CompactStep } from './events.ts';
import type { PersonContext } from './guards.ts';
import { spendable, type FamilyLink, type PersonState } from './state.ts';

/** What an account pays for a visit, and the step that explains it. */
export interface AccountPayment {
  /** Whose account, where it is not the patient's own. */
  readonly ownerId?: string;
  readonly amount: Exact;
  readonly steps: readonly CompactStep[];
}

const NOTHING: AccountPayment = { amount: ZERO, steps: [] };

/**
 * What the account that was asked for pays of what is left of a visit: up to its balance and the payer's limit (POLICY A13).
 * An account that does not exist pays nothing; one that is closed refuses; another person's needs a link and a region that allows it.
 *
 * @param left what the pooled fund does not pay.
 */
export function accountPays(
  command: SettleVisit,
  patient: PersonState,
  context: PersonContext,
  left: Exact,
): AccountPayment {
  if (command.account === undefined) return NOTHING;
  const { ownerId } = command.account;
  const owner = ownerId === undefined || ownerId === command.personId ? patient : personOf(context, ownerId);
  if (owner.account === 'closed') {
    refuse('account-closed', 'The account was transferred out, refunded or inherited.', { field: 'account' });
  }
  const use = visitUse(command, owner, patient, context);
  const { policy } = context;
  if (owner.account === 'none') return { amount: ZERO, steps: [withoutAccount(owner, command.date, policy)] };
  const excluded = command.exclusion === undefined ? undefined : policy.exclusion(command.exclusion);
  if (excluded?.account === 'barred') {
    const step = { step: 'account', rule: `exclusion/${excluded.code}`, amount: '0.00', reason: 'barred' };
    return { amount: ZERO, steps: [step] };
  }
  const amount = least(wantedOf(command, left), spendable(owner));
  return {
    amount,
    steps: stepsOf(command, owner, { rule: use.row, left, amount }),
    ...(owner === patient ? {} : { ownerId: ownerId as string }),
  };
}

/** Names the row that puts nothing of the plan's contributions into an account. */
function withoutAccount({ plan, birthDate, employment }: PersonState, date: PlainDate, policy: Policy): CompactStep {
  const contributes = factOn(employment, date) === 'on-job' ? 'on-job' : 'flexible';
  const facts = { plan, employment: contributes, age: completedYears(birthDate, date) } as const;
  return notApplied('no-account', policy.rowOf(TABLES.personalCredit, facts, date), ZERO);
}

/** What the payer lets the account pay of what is left. */
function wantedOf({ account }: SettleVisit, left: Exact): Exact {
  return account?.limit === undefined ? left : least(left, exact(account.limit));
}

/** What the account pays; and where money set aside for other visits keeps it from paying more, how much. */
function stepsOf(
  command: SettleVisit,
  owner: PersonState,
  { rule, left, amount }: { readonly rule: string; readonly left: Exact; readonly amount: Exact },
): readonly CompactStep[] {
  const limit = command.account?.limit;
  const free = spendable(owner);
  const [paid, balance, step] = [money(amount), money(free), 'account'];
  const pays =
    limit === undefined
      ? { amount: paid, balance, rule, step }
      : { amount: paid, balance, limit: money(exact(limit)), rule, step };
  if (owner.held.size === 0) return [pays];
  const held = owner.balance.minus(free);
  const unpaid = least(held, wantedOf(command, left).minus(amount));
  if (unpaid.isZero()) return [pays];
  return [pays, notApplied('held', rule, unpaid, { held: money(held) })];
}

function personOf(context: PersonContext, personId: string): PersonState {
  const person = context.person(personId);
  if (person !== undefined) return person;
  return refuse('unknown-person', `Nobody with the personId ${personId} is enrolled.`, { field: 'account.ownerId' });
}

function visitUse(
  command: SettleVisit,
  owner: PersonState,
  patient: PersonState,
  context: PersonContext,
): Answer<string> {
  const facts =
    owner === patient
      ? OWN
      : familyFacts(linkTo(owner, command.personId, command.date, 'account.ownerId'), context.policy);
  return allowed(TABLES.useVisit, facts, command.date, context, 'account');
}

/** Facts of a use for the owner alone. */
export const OWN: Facts = { beneficiary: 'own', insured: 'in-province' };

/** Facts of a use for a family member: insured in the region's province or elsewhere (baoshan art. 18, last paragraph). */
export function familyFacts(link: FamilyLink, policy: Policy): Facts {
  const inProvince = link.insuredArea.slice(0, 2) === policy.pack.division.slice(0, 2);
  return { beneficiary: 'family', insured: inProvince ? 'in-province' : 'elsewhere' };
}

/** The family link in force on a day, or the refusal. */
export function linkTo(owner: PersonState, memberId: string, on: PlainDate, field: string): FamilyLink {
  const link = factOn(owner.family.get(memberId) ?? [], on);
  if (link !== undefined && link !== 'unlinked') return link;
  return refuse('not-family', `No family link from the account's owner to ${memberId} is in force on ${on}.`, {
    field,
  });
}

/** Asks whether the document allows a use, and refuses with its article where it does not (POLICY.md 4). */
export function allowed(
  table: string,
  facts: Facts,
  on: PlainDate,
  { policy, parameters }: PersonContext,
  field: string,
): Answer<string> {
  const use = policy.word(table, facts, on, parameters);
  if (use.value === 'allowed') return use;
  const article = policy.articleOf(use.row);
  return refuse('use-not-allowed', `The account may not pay for this (${article}).`, { field, article });
}
