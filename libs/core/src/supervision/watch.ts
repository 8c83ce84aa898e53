import { exact, ZERO, type Exact } from '../money/money.ts';
import { WARNING_RULES, type WarningRuleName } from './warning-rules.ts';

/** What is watched of a person: an event in the terms of the rules. Days are numbers in an unbroken count (`dayNumber`). */
export interface WatchedFact {
  /** Position of the event. */
  readonly position: number;
  readonly eventId: string;
  readonly kind: 'visit' | 'expense' | 'premium' | 'family-visit' | 'reversal' | 'stay' | 'death';
  /** The day of the care or spending, of the admission, of the death; of a reversal its own. */
  readonly day: number;
  /** The time of that day, "14:05", where the institution told it. */
  readonly time?: string;
  /** Last day of a stay; else the same day. */
  readonly until: number;
  readonly institutionId: string;
  readonly atPharmacy: boolean;
  readonly total: string;
  /** What the person's own account paid. */
  readonly account: string;
  /** Of the person's account after it. */
  readonly balance: string;
  /** For whom the account paid; empty for its owner. */
  readonly beneficiaryId: string;
}

/** A rule that a fact fulfils together with others: the evidence are the facts, in the order of the log. */
export interface Raised {
  readonly rule: WarningRuleName;
  readonly evidence: readonly WatchedFact[];
}

/**
 * The warnings that a fact raises.
 *
 * @param known what was recorded of the person before it and still holds: reversed settlements left out. At least all that lies within
 *   `WATCHED_DAYS` of the fact, and every stay and death.
 */
export function warningsOf(fact: WatchedFact, known: readonly WatchedFact[]): readonly Raised[] {
  return RULES.flatMap(([rule, evidenceOf]) => {
    const evidence = evidenceOf(fact, known, rule);
    return evidence.length === 0 ? [] : [{ rule, evidence: [...evidence].sort((a, b) => a.position - b.position) }];
  });
}

/** No rule of several facts looks farther than this, forwards or backwards. */
export const WATCHED_DAYS = Math.max(...Object.values(WARNING_RULES).map(({ days }) => days));

type EvidenceOf = (fact: WatchedFact, known: readonly WatchedFact[], rule: WarningRuleName) => readonly WatchedFact[];

const RULES: readonly (readonly [WarningRuleName, EvidenceOf])[] = [
  ['several-institutions', severalInstitutions],
  ['repeated-visits', (fact, known, rule) => many(fact, known, rule, isVisitAt(fact))],
  ['visit-during-stay', duringStay],
  ['spending-after-death', afterDeath],
  ['account-drained', drained],
  ['round-amounts', (fact, known, rule) => many(fact, known, rule, isRoundAt(fact))],
  ['many-visits', (fact, known, rule) => many(fact, known, rule, ({ kind }) => kind === 'visit')],
  [
    'same-amount',
    (fact, known, rule) => many(fact, known, rule, (other) => isVisitAt(fact)(other) && other.total === fact.total),
  ],
  [
    'repeated-reversals',
    (fact, known, rule) =>
      many(fact, known, rule, (other) => other.kind === 'reversal' && other.institutionId === fact.institutionId),
  ],
  ['many-beneficiaries', manyBeneficiaries],
];

function isVisitAt(fact: WatchedFact): (other: WatchedFact) => boolean {
  return ({ kind, institutionId }) => kind === 'visit' && institutionId === fact.institutionId;
}

/**
 * The facts of a kind within the days of the rule around a new one, where the new one brings them just to the rule's number: who goes on
 * is not warned of again and again.
 */
function many(
  fact: WatchedFact,
  known: readonly WatchedFact[],
  rule: WarningRuleName,
  counts: (other: WatchedFact) => boolean,
): readonly WatchedFact[] {
  const { atLeast, days } = WARNING_RULES[rule];
  if (!counts(fact)) return [];
  const counted = [...known.filter(counts), fact];
  if (counted.length < atLeast) return [];
  const fullest = fullestWindow(counted, fact.day, days);
  return fullest.length === atLeast ? fullest : [];
}

/** Of all spans of so many days that hold a day, the facts of the one that holds most. */
function fullestWindow(facts: readonly WatchedFact[], day: number, days: number): readonly WatchedFact[] {
  let fullest: readonly WatchedFact[] = [];
  for (let first = day - days + 1; first <= day; first += 1) {
    const within = facts.filter((other) => other.day >= first && other.day < first + days);
    if (within.length > fullest.length) fullest = within;
  }
  return fullest;
}

/** One visit stands for each institution; pharmacies are left out: a prescription is often taken to one. */
function severalInstitutions(
  fact: WatchedFact,
  known: readonly WatchedFact[],
  rule: WarningRuleName,
): readonly WatchedFact[] {
  const isVisit = ({ kind, day, atPharmacy }: WatchedFact): boolean =>
    kind === 'visit' && day === fact.day && !atPharmacy;
  if (!isVisit(fact)) return [];
  const before = known.filter(isVisit);
  const institutions = new Map(before.map((visit) => [visit.institutionId, visit]));
  if (institutions.has(fact.institutionId)) return [];
  return institutions.size + 1 === WARNING_RULES[rule].atLeast ? [...institutions.values(), fact] : [];
}

/** Days strictly between admission and discharge (POLICY A35), whichever was recorded first. */
function duringStay(fact: WatchedFact, known: readonly WatchedFact[]): readonly WatchedFact[] {
  const isWithin = (stay: WatchedFact, { kind, day }: WatchedFact): boolean =>
    kind === 'visit' && stay.kind === 'stay' && stay.day < day && day < stay.until;
  const found = known.filter((other) => isWithin(other, fact) || isWithin(fact, other));
  return found.length === 0 ? [] : [...found, fact];
}

const SPENDING: ReadonlySet<WatchedFact['kind']> = new Set(['visit', 'expense', 'premium', 'family-visit']);

function afterDeath(fact: WatchedFact, known: readonly WatchedFact[]): readonly WatchedFact[] {
  const isAfter = (death: WatchedFact, { kind, day }: WatchedFact): boolean =>
    death.kind === 'death' && SPENDING.has(kind) && day > death.day;
  const found = known.filter((other) => isAfter(other, fact) || isAfter(fact, other));
  return found.length === 0 ? [] : [...found, fact];
}

/** What an account paid at one pharmacy within a few days is much, and leaves nearly nothing. */
function drained(fact: WatchedFact, known: readonly WatchedFact[], rule: WarningRuleName): readonly WatchedFact[] {
  const { days, amount } = WARNING_RULES[rule];
  const isPaid = ({ atPharmacy, institutionId, account, day }: WatchedFact): boolean =>
    atPharmacy &&
    institutionId === fact.institutionId &&
    exact(account).gt(0) &&
    day > fact.day - days &&
    day <= fact.day;
  if (!isPaid(fact) || exact(fact.balance).gte(LEFT_OVER)) return [];
  const paid = [...known.filter(isPaid), fact];
  return sumOf(paid).gte(amount) ? paid : [];
}

/** With less than so many yuan an account is empty. */
const LEFT_OVER = '10.00';

function sumOf(facts: readonly WatchedFact[]): Exact {
  return facts.reduce((sum, { account }) => sum.plus(account), ZERO);
}

function isRoundAt(fact: WatchedFact): (other: WatchedFact) => boolean {
  const { amount } = WARNING_RULES['round-amounts'];
  return ({ account, institutionId }) =>
    institutionId === fact.institutionId && exact(account).gt(0) && exact(account).mod(amount).isZero();
}

/** One payment stands for each of the others for whom the account paid. */
function manyBeneficiaries(
  fact: WatchedFact,
  known: readonly WatchedFact[],
  rule: WarningRuleName,
): readonly WatchedFact[] {
  const { atLeast, days } = WARNING_RULES[rule];
  if (fact.beneficiaryId === '') return [];
  const recent = known.filter(
    ({ beneficiaryId, day }) => beneficiaryId !== '' && day > fact.day - days && day <= fact.day,
  );
  const beneficiaries = new Map(recent.map((payment) => [payment.beneficiaryId, payment]));
  if (beneficiaries.has(fact.beneficiaryId)) return [];
  return beneficiaries.size + 1 === atLeast ? [...beneficiaries.values(), fact] : [];
}
