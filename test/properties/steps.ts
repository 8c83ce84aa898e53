import { DIMENSIONS, EXCLUSIONS } from '@gongji/core';
import fc from 'fast-check';
import { ELSEWHERE, internetHospital, medical, pharmacy, type Step } from '../support/commands.ts';

/**
 * Random steps of two families that have nothing to do with each other: P and Q, who may be linked, and R. Ids and days come from
 * small pools, so that commands meet: the same month twice, a visit that is there to be reversed, a year that was closed.
 */

export type Person = 'P' | 'Q' | 'R';

const AREA = ELSEWHERE;
const MARCH = '2023-03-01';
const DAYS = [
  ...['2022-12-31', '2023-01-01', '2023-03-01', '2023-06-30', '2023-07-01', '2023-11-15', '2023-12-31'],
  ...['2024-01-01', '2024-02-29', '2024-03-31', '2024-04-01', '2024-08-20', '2025-01-05'],
];
const INSTITUTIONS = ['H1', 'H2', 'H3', 'H0', 'D1', 'D3', 'N2', 'E1', 'E3'];
const CERTIFIED = ['two-diseases', 'chronic', 'special'];
const CONDITIONS = ['copd', 'copd', 'schizophrenia'];

/** The institutions of every history, by tier and kind: at home and elsewhere. */
export const WORLD: readonly Step[] = [
  medical('H1', 1),
  medical('H2', 2),
  medical('H3', 3),
  medical('H0', 1, { outpatientPooling: false }),
  pharmacy('D1'),
  pharmacy('D3', { dualChannel: true }),
  internetHospital('N2', 'H2'),
  medical('E1', 1, { area: AREA }),
  medical('E3', 3, { area: AREA }),
];

const day = fc.constantFrom(...DAYS);
const month = fc.constantFrom('2023-06', '2023-12', '2024-01');
const small = fc.constantFrom('1', '2', '3');
const institutionId = fc.constantFrom(...INSTITUTIONS);
const maybe = <T>(arbitrary: fc.Arbitrary<T>): fc.Arbitrary<T | undefined> => fc.option(arbitrary, { nil: undefined });

/** Yuan with fen; now and then enough to meet a cap. */
const amount = fc
  .oneof(
    { weight: 4, arbitrary: fc.integer({ min: 0, max: 200_000 }) },
    { weight: 1, arbitrary: fc.integer({ min: 500_000, max: 20_000_000 }) },
  )
  .map(yuan);

function yuan(fen: number): string {
  return `${String(Math.floor(fen / 100))}.${String(fen % 100).padStart(2, '0')}`;
}

/** What an account can most often pay. */
const little = fc.integer({ min: 0, max: 20_000 }).map(yuan);

type Fields = Readonly<Record<string, fc.Arbitrary<unknown>>>;

/** A step whose fields are drawn; what is drawn as undefined is left out. */
function step(type: string, fields: Fields): fc.Arbitrary<Step> {
  return fc.record(fields).map((drawn) => ({
    type,
    ...Object.fromEntries(Object.entries(drawn).filter(([, value]) => value !== undefined)),
  }));
}

const bill: Fields = {
  institutionId,
  date: fc.oneof(day, fc.constantFrom('2023-06-30', '2023-07-01', '2023-11-15')),
  programme: fc.option(fc.constantFrom(...DIMENSIONS.programme), { nil: undefined, freq: 2 }),
  condition: fc.constantFrom(...CONDITIONS),
  drug: fc.constantFrom('A', 'B'),
  prescribingInstitutionId: maybe(fc.constantFrom('H1', 'H2', 'H3', 'N2', 'D1')),
  prescription: maybe(fc.boolean()),
  admittedAt: fc.constant('2023-03-01T08:00'),
  dischargedAt: fc.constantFrom('2023-03-02T08:00', '2023-03-04T08:00'),
  exclusion: fc.option(fc.constantFrom(...EXCLUSIONS), { nil: undefined, freq: 8 }),
  money: fc.tuple(amount, fc.integer({ min: 0, max: 100 })),
};

/** `money` becomes total and inScope; what only some programmes take is left out elsewhere. */
function asBill({ money, ...bare }: Step): Step {
  const [total, percent] = money as readonly [string, number];
  const inScope = yuan(Math.floor((Number(total.replace('.', '')) * percent) / 100));
  const { condition, drug, admittedAt, dischargedAt, ...rest } = bare as Step & Record<string, unknown>;
  const { programme } = rest;
  return {
    ...rest,
    total,
    inScope,
    ...(CERTIFIED.includes(programme as string) ? { condition } : {}),
    ...(programme === 'negotiated-drug' ? { drug } : {}),
    ...(programme === 'day-surgery' ? { admittedAt, dischargedAt } : {}),
  };
}

/** An account is asked for by most visits: the patient's own or, in the linked family, the other's. */
function accountOf(person: Person): fc.Arbitrary<unknown> {
  const owner = person === 'P' ? 'Q' : person === 'Q' ? 'P' : undefined;
  const ownerId = owner === undefined ? fc.constant(undefined) : maybe(fc.constant(owner));
  return maybe(
    fc
      .record({ ownerId, limit: maybe(amount) })
      .map((drawn) => Object.fromEntries(Object.entries(drawn).filter(([, value]) => value !== undefined))),
  );
}

/** A step of one person's. @param claims ids that the person's family uses: a claim's id is the region's. */
export function stepOf(person: Person, claims: readonly string[]): fc.Arbitrary<Step> {
  const personId = fc.constant(person);
  const other = fc.constant(person === 'P' ? 'Q' : person === 'Q' ? 'P' : 'stranger');
  const claimId = fc.constantFrom(...claims);
  const visitId = small.map((n) => `V${n}`);
  const reason = fc.constant('reason');
  const register = fc.oneof(
    step('ChangeEmployment', {
      personId,
      employment: fc.constantFrom('on-job', 'flexible', 'retired'),
      completedOn: day,
    }),
    step('SuspendEntitlement', { personId, from: day }),
    step('ResumeEntitlement', { personId, from: day }),
    step('LinkFamilyMember', {
      personId,
      memberId: other,
      relation: fc.constantFrom('spouse', 'parent', 'child'),
      insuredArea: maybe(fc.constant(AREA)),
      from: day,
    }),
    step('UnlinkFamilyMember', { personId, memberId: other, from: day }),
    step('RegisterOutOfAreaCare', {
      personId,
      kind: fc.constantFrom('resettled', 'long-term-resident', 'long-term-posted', 'referred'),
      area: fc.constant(AREA),
      from: day,
    }),
    step('EndOutOfAreaCare', { personId, area: fc.constant(AREA), from: day }),
    step('CertifyCondition', {
      personId,
      programme: fc.constantFrom(...CERTIFIED),
      condition: fc.constantFrom(...CONDITIONS),
      severeMentalDisorder: maybe(fc.boolean()),
      from: day,
    }),
  );
  const money = fc.oneof(
    step('RecordContribution', {
      personId,
      month,
      base: amount,
      amount: fc.option(amount, { nil: undefined, freq: 5 }),
      paidOn: day,
    }),
    step('ReverseContribution', { personId, month, reason, date: day }),
    step('AdjustAccount', {
      personId,
      adjustmentId: small,
      direction: fc.constantFrom('credit', 'credit', 'debit'),
      amount,
      reason,
      date: day,
    }),
    step('TransferAccountIn', { personId, transferId: small, amount, from: fc.constant(AREA), date: day }),
    step('PayExpense', {
      personId,
      beneficiaryId: maybe(other),
      expenseId: small,
      institutionId,
      date: day,
      amount: little,
      kind: fc.constantFrom(...DIMENSIONS.expense),
    }),
    step('PayPremium', {
      personId,
      beneficiaryId: maybe(other),
      premiumId: small,
      product: fc.constantFrom(...DIMENSIONS.product),
      amount: little,
      date: day,
    }),
  );
  const ending = fc.oneof(
    step('TransferAccountOut', { personId, to: fc.constant(AREA), date: day }),
    step('RefundAccount', { personId, reason, date: day }),
    step('InheritAccount', { personId, deathDate: day, heir: fc.constant('heir'), date: day }),
  );
  const visit = step('SettleVisit', { personId, visitId, ...bill, account: accountOf(person) }).map(asBill);
  const stay = fc.tuple(day, day, amount).map(([a, b, pooledPaid]): Step => {
    const [admittedOn, dischargedOn] = a <= b ? [a, b] : [b, a];
    const stayId = `S-${admittedOn}`;
    return {
      type: 'RecordInpatientStay',
      personId: person,
      stayId,
      institutionId: 'H3',
      admittedOn,
      dischargedOn,
      pooledPaid,
    };
  });
  const onClaim = fc.oneof(
    step('SubmitClaim', { personId, claimId, visitId, submittedOn: day, actor: fc.constant('clerk'), ...bill }).map(
      asBill,
    ),
    step('ApproveClaim', {
      claimId,
      date: day,
      override: maybe(reason),
      actor: fc.constantFrom('reviewer', 'reviewer', 'clerk'),
    }),
    step('RejectClaim', { claimId, date: day, reason, actor: fc.constant('reviewer') }),
  );
  return fc.oneof(
    { weight: 8, arbitrary: visit },
    { weight: 2, arbitrary: step('ReverseSettlement', { personId, visitId, date: day, reason }) },
    { weight: 7, arbitrary: money },
    { weight: 5, arbitrary: register },
    { weight: 5, arbitrary: onClaim },
    { weight: 1, arbitrary: stay },
    { weight: 1, arbitrary: step('EnrolPerson', { personId, ...enrolment }) },
    { weight: 1, arbitrary: ending },
  );
}

const enrolment: Fields = {
  birthDate: fc.constantFrom('1950-03-01', '1953-05-20', '1960-02-29', '1980-05-20', '1999-12-31'),
  employment: fc.constantFrom('on-job', 'on-job', 'flexible', 'retired'),
  plan: fc.constantFrom(
    'pooled-and-account',
    'pooled-and-account',
    'pooled-and-account',
    'pooled-only',
    'inpatient-only',
  ),
  from: fc.constantFrom('2022-06-01', '2023-01-01', '2023-05-01'),
};

/** An enrolment that most often opens an account, something in it to spend, a contribution to be taken back, and a certificate. */
export function beginningOf(person: Person): fc.Arbitrary<readonly Step[]> {
  const personId = fc.constant(person);
  const credit: Fields = {
    personId,
    adjustmentId: fc.constant('start'),
    direction: fc.constant('credit'),
    amount,
    reason: fc.constant('arrears'),
    date: fc.constant('2023-05-01'),
  };
  const certificate: Fields = {
    personId,
    programme: fc.constantFrom(...CERTIFIED),
    condition: fc.constant('copd'),
    from: fc.constant('2022-12-31'),
  };
  const contribution: Fields = {
    personId,
    month: fc.constant('2023-06'),
    base: amount,
    paidOn: fc.constant('2023-06-30'),
  };
  return fc.tuple(
    step('EnrolPerson', { personId, ...enrolment }),
    step('AdjustAccount', credit),
    step('RecordContribution', contribution),
    step('CertifyCondition', certificate),
  );
}

/** An institution is owed something for a month; it is proposed, approved by the one who may or the one who may not, and paid. */
const clearing: fc.Arbitrary<readonly Step[]> = fc
  .record({
    institutionId: fc.constantFrom('H1', 'H2', 'E3'),
    month: fc.constantFrom('2023-06', '2023-11'),
    number: fc.constantFrom('1', '1', '2'),
    actor: fc.constantFrom('cashier', 'cashier', 'accountant'),
  })
  .map(({ number, actor, ...of }) => [
    {
      type: 'SettleVisit',
      personId: 'R',
      visitId: `dear-${of.institutionId}-${of.month}`,
      institutionId: of.institutionId,
      date: `${of.month}-15`,
      programme: 'ordinary',
      total: '9000.00',
      inScope: '9000.00',
    },
    { type: 'PayInstitution', ...of, actor: 'accountant' },
    { type: 'ApprovePayment', paymentId: `${of.institutionId}-${of.month}-${number}`, actor },
    {
      type: 'RecordPayment',
      paymentId: `${of.institutionId}-${of.month}-${number}`,
      date: '2024-02-01',
      reference: 'B1',
      actor: 'paymaster',
    },
  ]);

/** An institution has a contract, is paid in advance and by the month, assessed, and its year cleared; each may be refused. */
const contracted: fc.Arbitrary<readonly Step[]> = fc
  .record({
    method: fc.constantFrom('actual-cost', 'actual-cost', 'total-budget', 'per-head', 'per-disease'),
    depositRate: fc.constantFrom('0', '0.05'),
    from: fc.constantFrom('2023-01', '2024-01'),
    amount: little,
    number: fc.constantFrom('1', '1', '2'),
  })
  .map(({ number, amount: yuanOf, ...terms }) => {
    const to = { institutionId: 'H1' };
    const of = `${terms.from.slice(0, 4)}-12`;
    const period = number === '1' ? { year: Number(terms.from.slice(0, 4)) } : { month: of };
    const paid = (paymentId: string): readonly Step[] => [
      { type: 'ApprovePayment', paymentId, actor: 'cashier' },
      { type: 'RecordPayment', paymentId, date: '2025-01-05', reference: 'B1', actor: 'paymaster' },
    ];
    const methods: Readonly<Record<string, object>> = {
      'total-budget': { yearlyBudget: yuanOf },
      'per-head': { perHead: yuanOf, heads: 3 },
      'per-disease': { perCase: [{ programme: 'chronic', amount: yuanOf }] },
    };
    return [
      { type: 'AgreeContract', ...to, ...terms, prepayment: yuanOf, ...methods[terms.method], basis: 'b' },
      { type: 'PayPrepayment', ...to, month: terms.from, actor: 'accountant' },
      ...paid(`H1-${terms.from}-${number}`),
      ...['06', '11', '12'].flatMap((at): readonly Step[] => {
        const each = `${terms.from.slice(0, 4)}-${at}`;
        return [{ type: 'PayInstitution', ...to, month: each, actor: 'accountant' }, ...paid(`H1-${each}-${number}`)];
      }),
      {
        ...{ type: 'RecordAssessment', ...to, assessmentId: `${of} ${number}`, ...period, result: 'fair' },
        ...{ ...(number === '1' ? {} : { deduction: yuanOf }), reason: 'late', date: '2024-08-20' },
      },
      { type: 'ClearInstitution', ...to, year: Number(terms.from.slice(0, 4)), actor: 'accountant' },
      ...paid(`H1-${of}-${number}`),
      ...paid(`H1-${of}-2`),
    ];
  });

/** A step that concerns everybody. */
const wide: fc.Arbitrary<Step> = fc.oneof(
  { weight: 4, arbitrary: step('CreditMonth', { month }) },
  { weight: 3, arbitrary: step('CarryOverYear', { year: fc.constantFrom(2022, 2023, 2024) }) },
  { weight: 1, arbitrary: step('CloseMonth', { month: fc.constantFrom('2023-01', '2023-03', '2023-05', '2024-01') }) },
  { weight: 1, arbitrary: step('CloseYear', { year: fc.constantFrom(2023, 2024) }) },
  {
    weight: 2,
    arbitrary: step('ChangeInstitutionTier', { institutionId, tier: fc.constantFrom(1, 2, 3), from: day }),
  },
  {
    weight: 1,
    arbitrary: step('AssignAgency', { institutionId, agency: fc.constantFrom('A1', 'A2'), from: fc.constant(MARCH) }),
  },
  { weight: 1, arbitrary: step('SuspendDesignation', { institutionId, from: day }) },
  { weight: 1, arbitrary: step('ResumeDesignation', { institutionId, from: day }) },
  { weight: 1, arbitrary: step('EndDesignation', { institutionId, from: fc.constant('2024-08-20') }) },
  {
    weight: 1,
    arbitrary: step('PublishParameters', {
      effectiveFrom: day,
      values: fc.constantFrom(
        { averagePension: '4100.55' },
        { 'switch.internet': 'on' },
        { 'switch.pharmacies': 'on' },
      ),
      basis: fc.constant('notice'),
    }),
  },
  {
    weight: 1,
    arbitrary: step('SetBudget', { year: fc.constantFrom(2023, 2024), line: fc.constant('ordinary'), amount }),
  },
);

/** An institution's totals are compared, and the item that they open is decided. */
const reconciling: fc.Arbitrary<readonly Step[]> = fc
  .record({
    institutionId: fc.constantFrom('H1', 'H2'),
    from: fc.constantFrom('2023-01-01', '2023-06-01'),
    date: fc.constantFrom('2023-07-01', '2024-01-05'),
    refunds: fc.constantFrom('included', 'excluded'),
    total: amount,
  })
  .map(({ total, ...of }) => {
    const id = { reconciliationId: `${of.institutionId} ${of.from}`, date: of.date };
    const terms = { to: '2023-12-31', insuranceType: '310', clearingType: '11' };
    const totals = { count: 1, total, fund: '0', account: '0' };
    return [
      { type: 'RecordReconciliation', ...of, ...id, ...terms, totals },
      { type: 'ResolveReconciliationItem', ...id, year: Number(of.date.slice(0, 4)), item: 1, reason: 'typo' },
    ];
  });

/** Steps that concern everybody: nothing is exchanged across them. */
export const WIDE: fc.Arbitrary<readonly Step[]> = fc.oneof(
  { weight: 12, arbitrary: wide.map((one) => [one]) },
  { weight: 3, arbitrary: clearing },
  { weight: 1, arbitrary: contracted },
  { weight: 1, arbitrary: reconciling },
);
