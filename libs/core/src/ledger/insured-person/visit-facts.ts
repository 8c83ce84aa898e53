import { completedYears, minutesBetween, yearOf, type PlainDate } from '../../calendar/calendar.ts';
import { exact, ZERO } from '../../money/money.ts';
import type { Employment, Facts, PaidTier, Place, Programme } from '../../policy/pack.ts';
import { TABLES } from '../../policy/table-names.ts';
import { notApplied } from '../../settlement/not-applied.ts';
import type { Visit } from '../../settlement/visit.ts';
import type { VisitFields } from '../commands.ts';
import { tierOn, type InstitutionState } from '../institution/institution.ts';
import { refuse } from '../refusal.ts';
import { factOn } from '../timeline.ts';
import type { CompactStep } from './events.ts';
import type { PersonContext } from './guards.ts';
import { accumulatorOf, conditionKey, type PersonState } from './state.ts';

/** Facts of which the tier is found by the others. */
type Found = Omit<Facts, 'tier'> & { tier?: PaidTier };

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
  const facts: Found = {
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
    chronicConditions: chronicConditionsOn(state, on) > 1 ? 'several' : 'one',
    severeMentalDisorder: isSevere(command, state) ? 'yes' : 'no',
    stay: stayOf(command),
    age: completedYears(state.birthDate, on),
  };
  facts.tier = paidTier(command, facts, context, institution);
  const year = yearOf(on);
  return {
    policy,
    parameters,
    on,
    programme,
    facts,
    drug: command.drug,
    exclusion: command.exclusion,
    uncertified: withoutCertificate(command, state, context),
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
function paidTier(command: VisitFields, facts: Facts, context: PersonContext, institution: InstitutionState): PaidTier {
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

/** Different chronic diseases certified on a day (baoshan art. 10: the cap depends on whether there are two). */
function chronicConditionsOn(state: PersonState, on: PlainDate): number {
  let conditions = 0;
  for (const [key, certificates] of state.certificates) {
    if (key.startsWith('chronic/') && factOn(certificates, on) !== undefined) conditions += 1;
  }
  return conditions;
}

/** Whether the condition treated is certified as a severe mental disorder (baoshan art. 11). */
function isSevere(command: VisitFields, state: PersonState): boolean {
  const certificate = certificateFor(command, state);
  return certificate?.severeMentalDisorder === true;
}

function certificateFor(
  { programme, condition, date }: VisitFields,
  state: PersonState,
): { readonly severeMentalDisorder: boolean } | undefined {
  if (programme === undefined || condition === undefined) return undefined;
  return factOn(state.certificates.get(conditionKey(programme, condition)) ?? [], date);
}

const CERTIFIED = ['two-diseases', 'chronic', 'special'] as const;

function isCertified(programme: Programme | undefined): programme is (typeof CERTIFIED)[number] {
  return (CERTIFIED as readonly (string | undefined)[]).includes(programme);
}

/** A condition that is named at an ordinary visit, though nothing certifies it: why no certified programme pays. */
function withoutCertificate(
  { programme = 'ordinary', condition, date }: VisitFields,
  state: PersonState,
  { policy }: PersonContext,
): CompactStep | undefined {
  if (condition === undefined || programme !== 'ordinary') return undefined;
  const isHeld = CERTIFIED.some(
    (each) => factOn(state.certificates.get(conditionKey(each, condition)) ?? [], date) !== undefined,
  );
  if (isHeld) return undefined;
  const needed = policy.rowOf(TABLES.certificateHolds, { programme: 'chronic', superseded: 'no' }, date);
  return notApplied('no-certificate', needed, ZERO, { condition });
}

/**
 * A visit under a certified programme needs a certificate in force for it and the condition; a certificate that another one has
 * ended is none (panzhihua art. 10).
 */
export function requireCertificate(
  command: VisitFields,
  state: PersonState,
  { policy, parameters }: PersonContext,
): void {
  const { programme, condition, date } = command;
  if (!isCertified(programme) || condition === undefined) return;
  if (certificateFor(command, state) === undefined) {
    const needed = policy.rowOf(TABLES.certificateHolds, { programme, superseded: 'no' }, date);
    refuse('not-certified', `No certificate for ${programme}, ${condition} is in force on ${date}.`, {
      field: 'condition',
      article: policy.articleOf(needed),
    });
  }
  const superseded = ['chronic', 'special'].some(
    (other) =>
      other !== programme && factOn(state.certificates.get(conditionKey(other, condition)) ?? [], date) !== undefined,
  );
  const facts: Facts = { programme, superseded: superseded ? 'yes' : 'no' };
  const holds = policy.word(TABLES.certificateHolds, facts, date, parameters);
  if (holds.value === 'holds') return;
  refuse(
    'not-certified',
    `${condition} is certified as chronic or special: its benefit under ${programme} has ended.`,
    {
      field: 'programme',
      article: policy.articleOf(holds.row),
    },
  );
}

/** Forty-eight hours from admission to discharge are the limit of day surgery (baoshan art. 15), the last minute included. */
function stayOf({ admittedAt, dischargedAt }: VisitFields): NonNullable<Facts['stay']> {
  if (admittedAt === undefined || dischargedAt === undefined) return 'within-48-hours';
  return minutesBetween(admittedAt, dischargedAt) > 48 * 60 ? 'over-48-hours' : 'within-48-hours';
}
