/** A command without what every example would only repeat: commandId, region, personId "P", and the visit's id. */
export interface Step {
  readonly type: string;
  readonly [field: string]: unknown;
}

type Extra = Readonly<Record<string, unknown>>;

export function publish(values: Readonly<Record<string, string>>, effectiveFrom = '2023-01-01'): Step {
  return { type: 'PublishParameters', effectiveFrom, values, basis: 'local notice' };
}

export function medical(institutionId: string, tier: 1 | 2 | 3, extra: Extra = {}): Step {
  return designate(institutionId, { kind: 'medical', tier, ...extra });
}

export function pharmacy(institutionId: string, extra: Extra = {}): Step {
  return designate(institutionId, { kind: 'retail-pharmacy', ...extra });
}

export function internetHospital(institutionId: string, hostInstitutionId: string, extra: Extra = {}): Step {
  return designate(institutionId, { kind: 'internet-hospital', hostInstitutionId, ...extra });
}

function designate(institutionId: string, extra: Extra): Step {
  const common = { institutionId, name: institutionId, outpatientPooling: true, from: '2022-01-01' };
  return { type: 'DesignateInstitution', ...common, ...extra };
}

/** How an institution is paid from a month on. */
export function contract(institutionId: string, from: string, method: string, extra: Extra = {}): Step {
  return { type: 'AgreeContract', institutionId, from, method, basis: 'agreement of the year', ...extra };
}

/** A case about an institution, opened by an inspector, under a kind of violation that every document but one names. */
export function openCase(extra: Extra = {}): Step {
  const about = { institutionId: 'H2' };
  const common = { caseId: 'K1', date: '2023-05-01', violation: 'other', about, reason: 'two places at once' };
  return { type: 'OpenCase', actor: 'inspector', ...common, ...extra };
}

export function decideCase(amountToRecover: string, extra: Extra = {}): Step {
  const decision = { outcome: 'violation-found', amountToRecover, article: '16', reason: 'admitted' };
  return { type: 'DecideCase', actor: 'reviewer', caseId: 'K1', date: '2023-06-01', ...decision, ...extra };
}

export function handOver(authority = 'market-regulation', extra: Extra = {}): Step {
  return { type: 'HandOverCase', caseId: 'K1', date: '2023-06-02', authority, reason: 'beyond the agency', ...extra };
}

export function recover(amount: string, reference: string, extra: Extra = {}): Step {
  return { type: 'RecordRecovery', caseId: 'K1', date: '2023-07-01', amount, reference, ...extra };
}

/** Somewhere outside every region: Hangzhou. */
export const ELSEWHERE = '330100';

/**
 * The institutions of the examples: H1, H2, H3 by tier, H0 (tier 1) and D0 (a pharmacy) outside outpatient pooling, the pharmacy D1,
 * the internet hospital N2 on H2, and E1, E2, E3 by tier elsewhere.
 */
export const INSTITUTIONS: readonly Step[] = [
  medical('H1', 1),
  medical('H2', 2),
  medical('H3', 3),
  medical('H0', 1, { outpatientPooling: false }),
  pharmacy('D1'),
  pharmacy('D0', { outpatientPooling: false }),
  internetHospital('N2', 'H2'),
  medical('E1', 1, { area: ELSEWHERE }),
  medical('E2', 2, { area: ELSEWHERE }),
  medical('E3', 3, { area: ELSEWHERE }),
];

/** An employee born in 1980 with an account, unless it is said otherwise. Enrolled before the documents came into force. */
export function enrol(extra: Extra = {}): Step {
  const usual = { birthDate: '1980-05-20', employment: 'on-job', plan: 'pooled-and-account', from: '2022-06-01' };
  return { type: 'EnrolPerson', ...usual, ...extra };
}

export const ON_JOB = enrol();
export const FLEXIBLE = enrol({ employment: 'flexible' });
export const FLEXIBLE_POOLED_ONLY = enrol({ employment: 'flexible', plan: 'pooled-only' });
export const RETIRED = enrol({ birthDate: '1960-05-20', employment: 'retired' });
/** 70 on 2023-05-20. */
export const TURNING_70 = enrol({ birthDate: '1953-05-20', employment: 'retired' });

/** @param date 2023-03-01 where the day does not matter. */
export function visit(institutionId: string, total: string, date = '2023-03-01', extra: Extra = {}): Step {
  return { type: 'SettleVisit', institutionId, date, total, inScope: total, ...extra };
}

/** A visit to a pharmacy with a transferred prescription. */
export function medicines(institutionId: string, total: string, date = '2023-03-01'): Step {
  return visit(institutionId, total, date, { prescription: true });
}

export function contribution(month: string, base: string, extra: Extra = {}): Step {
  return { type: 'RecordContribution', month, base, paidOn: `${month}-10`, ...extra };
}

export function creditMonth(month: string): Step {
  return { type: 'CreditMonth', month };
}

export function retire(completedOn: string): Step {
  return { type: 'ChangeEmployment', employment: 'retired', completedOn };
}

export function suspend(from: string): Step {
  return { type: 'SuspendEntitlement', from };
}

export function register(kind: string, from = '2023-01-01', area = ELSEWHERE): Step {
  return { type: 'RegisterOutOfAreaCare', kind, area, from };
}

/** Puts money into the account, so that it can pay. */
export function topUp(amount: string, date = '2023-01-02'): Step {
  return {
    type: 'AdjustAccount',
    adjustmentId: `top-up-${date}`,
    direction: 'credit',
    amount,
    reason: 'arrears',
    date,
  };
}

export function stay(admittedOn: string, dischargedOn: string, pooledPaid: string): Step {
  return { type: 'RecordInpatientStay', stayId: admittedOn, institutionId: 'H3', admittedOn, dischargedOn, pooledPaid };
}

export function person(extra: Extra = {}): Step {
  return { type: 'GetPerson', ...extra };
}

// Programmes

export function certify(programme: string, condition: string, from = '2023-01-01', extra: Extra = {}): Step {
  return { type: 'CertifyCondition', programme, condition, from, ...extra };
}

/** A visit under a programme, on 2023-03-01. @param more its condition, its drug, its hours, another date. */
export function care(programme: string, institutionId: string, total: string, more: Extra = {}): Step {
  return visit(institutionId, total, '2023-03-01', { programme, ...more });
}

// Families, expenses, premiums

/** Another person, called M. */
export const MEMBER = enrol({ personId: 'M', birthDate: '1955-02-03', employment: 'retired' });

/** Links M to P's account. */
export function link(extra: Extra = {}): Step {
  return { type: 'LinkFamilyMember', memberId: 'M', relation: 'parent', from: '2023-01-01', ...extra };
}

export function expense(kind: string, amount: string, extra: Extra = {}): Step {
  const usual = { expenseId: 'X1', institutionId: 'D1', date: '2023-03-01' };
  return { type: 'PayExpense', ...usual, kind, amount, ...extra };
}

export function premium(product: string, amount: string, extra: Extra = {}): Step {
  return { type: 'PayPremium', premiumId: 'I1', product, amount, date: '2023-03-01', ...extra };
}

// Claims

/** A bill that the patient paid first and hands in; by the clerk, to be approved by somebody else. */
export function claim(
  institutionId: string,
  total: string,
  date: string,
  submittedOn: string,
  extra: Extra = {},
): Step {
  const about = { claimId: 'C1', visitId: 'CV1', institutionId, date, total, inScope: total, submittedOn };
  return { type: 'SubmitClaim', actor: 'clerk', ...about, ...extra };
}

export function approve(date: string, extra: Extra = {}): Step {
  return { type: 'ApproveClaim', actor: 'reviewer', claimId: 'C1', date, ...extra };
}
