import { completedYears, yearOf, type PlainDate } from '../../calendar/calendar.ts';
import { exact, money, toFen, ZERO, type Exact } from '../../money/money.ts';
import type { Employment, Facts, PaidTier, Place, Programme } from '../../policy/pack.ts';
import { TABLES } from '../../policy/table-names.ts';
import { accountPart, pooledPart } from '../../settlement/pooled.ts';
import type { PooledPart, Visit } from '../../settlement/visit.ts';
import type { ReverseSettlement, SettleVisit, VisitFields } from '../commands.ts';
import { tierOn, type InstitutionState } from '../institution/institution.ts';
import { refuse } from '../refusal.ts';
import { factOn } from '../timeline.ts';
import type { CompactStep, PersonEvent, VisitSettled } from './events.ts';
import {
  requireDated,
  requireDesignated,
  requireNew,
  requirePart,
  requireYearOpen,
  type PersonContext,
} from './guards.ts';
import { accumulatorOf, type PersonState } from './state.ts';

/** Settles a visit: what the pooled fund pays, what the account pays, what is left in cash. */
export function decideSettlement(command: SettleVisit, state: PersonState, context: PersonContext): PersonEvent {
  const institution = context.institution(command.institutionId);
  requireNew(state, 'visit', command.visitId, 'visitId');
  requireAmounts(command);
  requireDated(state, context, command.date, 'date');
  requireDesignated(institution, command.date);
  requireSupported(command);
  if (command.account !== undefined && state.account === 'closed') {
    refuse('account-closed', 'The account was transferred out, refunded or inherited.', { field: 'account' });
  }
  const visit = visitOf(command, state, context, 'visit');
  const part = pooledPart(visit);
  const total = exact(command.total);
  const account = ownAccountPays(command, state, context, total.minus(part.pooled));
  return {
    type: 'VisitSettled',
    occurredOn: command.date,
    data: settled(command, visit, part, { total, account, balance: state.balance.minus(account.amount) }),
  };
}

function requireAmounts(command: VisitFields): void {
  requirePart(command.total, command.inScope, 'inScope');
  requirePart(command.total, command.examination, 'examination');
  requirePart(command.total, command.outOfCatalogue, 'outOfCatalogue');
}

/** What this version does not settle yet. */
function requireSupported(command: SettleVisit): void {
  if ((command.programme ?? 'ordinary') !== 'ordinary') {
    refuse('not-yet-supported', `The programme ${String(command.programme)} is not supported yet.`, {
      field: 'programme',
    });
  }
  if (command.account?.ownerId !== undefined && command.account.ownerId !== command.personId) {
    refuse('not-yet-supported', "Paying from a family member's account is not supported yet.", {
      field: 'account.ownerId',
    });
  }
}

/** The visit with every fact that the tables distinguish, as it was on the visit's date. */
export function visitOf(
  command: VisitFields,
  state: PersonState,
  context: PersonContext,
  route: 'visit' | 'claim',
): Visit {
  const { policy, parameters } = context;
  const { date: on } = command;
  const institution = context.institution(command.institutionId);
  const programme = command.programme ?? 'ordinary';
  const known: Facts = {
    employment: factOn(state.employment, on) as Employment,
    plan: state.plan,
    programme,
    institution: institution.designated.kind,
    place: placeOf(institution, state, on, policy.pack.division),
    route,
    prescription: command.prescription === true ? 'shown' : 'none',
    prescriber: command.prescribingInstitutionId === undefined ? 'unknown' : 'known',
    pooling: institution.designated.outpatientPooling ? 'yes' : 'no',
    dualChannel: institution.designated.dualChannel ? 'yes' : 'no',
    chronicConditions: 'one',
    severeMentalDisorder: 'no',
    stay: 'within-48-hours',
    age: completedYears(state.birthDate, on),
  };
  const year = yearOf(on);
  return {
    policy,
    parameters,
    on,
    programme,
    facts: { ...known, tier: paidTier(command, known, context, institution) },
    ...(command.exclusion === undefined ? {} : { exclusion: command.exclusion }),
    duringStay: state.stays.some((stay) => stay.admittedOn < on && on < stay.dischargedOn),
    suspended: factOn(state.entitlement, on) === 'suspended',
    total: exact(command.total),
    inScope: exact(command.inScope),
    accumulated: (name) => accumulatorOf(state, year, name),
  };
}

/** Place is found, not told: the institution's area, or the registration in force for it on the date. */
function placeOf(institution: InstitutionState, state: PersonState, on: PlainDate, division: string): Place {
  const { area } = institution.designated;
  if (area === division) return 'home';
  const registration = factOn(state.outOfArea.get(area) ?? [], on);
  return registration === undefined || registration === 'ended' ? 'unregistered' : registration;
}

/** The tier at which the visit is paid: the hospital's own, its host's, the prescriber's, or the pharmacies'. */
function paidTier(
  command: VisitFields,
  facts: Facts,
  context: PersonContext,
  institution: InstitutionState,
): PaidTier {
  const on = command.date;
  const source = context.policy.word(TABLES.paidTier, facts, on, context.parameters).value;
  if (source === 'tier-1') return '1';
  if (source === 'own') return tierText(tierOn(institution, on));
  if (source === 'host') return hostTier(institution, context, on);
  if (source === 'prescriber' && command.prescribingInstitutionId !== undefined) {
    const prescriber = context.institution(command.prescribingInstitutionId);
    return prescriber.designated.kind === 'internet-hospital'
      ? hostTier(prescriber, context, on)
      : tierText(tierOn(prescriber, on));
  }
  return 'pharmacy';
}

function hostTier(institution: InstitutionState, context: PersonContext, on: PlainDate): PaidTier {
  const host = institution.designated.hostInstitutionId;
  return host === undefined ? 'pharmacy' : tierText(tierOn(context.institution(host), on));
}

function tierText(tier: 1 | 2 | 3 | undefined): PaidTier {
  return tier === undefined ? 'pharmacy' : (String(tier) as PaidTier);
}

interface AccountPayment {
  readonly amount: Exact;
  readonly steps: readonly CompactStep[];
}

const NOTHING: AccountPayment = { amount: ZERO, steps: [] };

/** What the patient's own account pays, where it was asked for, exists, and the exclusion does not bar it (A32). */
function ownAccountPays(
  command: SettleVisit,
  state: PersonState,
  context: PersonContext,
  left: Exact,
): AccountPayment {
  if (command.account === undefined || state.account === 'none') return NOTHING;
  const { policy, parameters } = context;
  const excluded = command.exclusion === undefined ? undefined : policy.exclusion(command.exclusion);
  if (excluded?.account === 'barred') {
    return {
      amount: ZERO,
      steps: [{ step: 'account', rule: `exclusion/${excluded.code}`, amount: '0.00', reason: 'barred' }],
    };
  }
  const facts: Facts = { beneficiary: 'own', insured: 'in-province' };
  const use = policy.word(TABLES.useVisit, facts, command.date, parameters);
  const amount = accountPart(left, state.balance, command.account.limit);
  const step = { step: 'account', rule: use.row, amount: money(amount), balance: money(state.balance) };
  const { limit } = command.account;
  return { amount, steps: [limit === undefined ? step : { ...step, limit: money(exact(limit)) }] };
}

function settled(
  command: SettleVisit,
  visit: Visit,
  part: PooledPart,
  paid: { readonly total: Exact; readonly account: AccountPayment; readonly balance: Exact },
): VisitSettled {
  const { facts } = visit;
  return {
    visitId: command.visitId,
    institutionId: command.institutionId,
    programme: visit.programme,
    total: money(paid.total),
    inScope: money(visit.inScope),
    selfPayFirst: money(part.selfPayFirst),
    deductible: money(part.deductible),
    payments: Object.fromEntries([...part.payments].map(([line, amount]) => [line, money(amount)])),
    pooled: money(part.pooled),
    account: money(paid.account.amount),
    cash: money(toFen(paid.total.minus(part.pooled).minus(paid.account.amount))),
    reason: part.reason,
    moved: part.moved,
    facts: {
      employment: facts.employment as Employment,
      age: facts.age as number,
      place: facts.place as Place,
      institution: facts.institution as string,
      tier: facts.tier as string,
    },
    steps: [...part.steps, ...paid.account.steps],
    balance: money(paid.balance),
    ...(command.examination === undefined ? {} : { examination: money(exact(command.examination)) }),
    ...(command.outOfCatalogue === undefined ? {} : { outOfCatalogue: money(exact(command.outOfCatalogue)) }),
  };
}

/** A settlement as it stands in the person's stream. */
export interface SettledVisit {
  readonly data: VisitSettled;
  readonly occurredOn: PlainDate;
  readonly revision: number;
}

/** Takes a settlement back, amount by amount, on the day of the reversal (POLICY A11). */
export function decideReversal(
  command: ReverseSettlement,
  state: PersonState,
  context: PersonContext,
  visit: SettledVisit | undefined,
): PersonEvent {
  if (visit === undefined) {
    refuse('unknown-visit', `The person has no settled visit ${command.visitId}.`, { field: 'visitId' });
  }
  requireYearOpen(context, command.date, 'date');
  context.policy.requireInForce(command.date, 'date');
  if (state.ids.has(`reversal:${command.visitId}`)) {
    refuse('already-reversed', `The visit ${command.visitId} was reversed before.`, { field: 'visitId' });
  }
  const { data } = visit;
  const account = exact(data.account);
  if (!account.isZero() && state.account === 'closed') {
    refuse('account-closed', `The account is closed and cannot take ${data.account} back.`, { field: 'personId' });
  }
  return {
    type: 'SettlementReversed',
    occurredOn: command.date,
    data: {
      visitId: data.visitId,
      institutionId: data.institutionId,
      programme: data.programme as Programme,
      settledAt: visit.revision,
      visitDate: visit.occurredOn,
      reason: command.reason,
      payments: data.payments,
      pooled: data.pooled,
      account: data.account,
      cash: data.cash,
      moved: data.moved,
      balance: money(state.balance.plus(account)),
    },
  };
}
