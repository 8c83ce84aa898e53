import {
  DIMENSIONS,
  type Citation,
  type PolicyPack,
  type PolicyTable,
  type ProgrammeRule,
  type TableRow,
  type ValueExpression,
} from '../policy/pack.ts';
import { TABLES } from '../policy/table-names.ts';

/**
 * The rules of an imaginary city, round figures and one of each mechanism, for tests of the core alone. What the five real documents
 * say is tested with their packs.
 */
const CITATION: Citation = { article: '1' };

type Row = Omit<TableRow, 'article'> & { readonly article?: string };

function table(name: string, unit: PolicyTable['unit'], by: PolicyTable['by'], rows: readonly Row[]): PolicyTable {
  const title = { zh: name, en: name };
  return { table: name, title, unit, by, rows: rows.map((row) => ({ ...CITATION, ...row })) };
}

/** A table that answers the same in every case. */
function always(name: string, unit: PolicyTable['unit'], value: ValueExpression): PolicyTable {
  return table(name, unit, {}, [{ value }]);
}

const WITH_ACCOUNT = { plan: 'pooled-and-account' };
const WITHOUT = { plan: ['pooled-only', 'inpatient-only'] };

const REGISTER_AND_ACCOUNT: readonly PolicyTable[] = [
  table(TABLES.planAdmitted, 'choice', { employment: 'all', plan: 'all' }, [
    { when: WITH_ACCOUNT, value: 'admitted' },
    { when: { plan: 'pooled-only', employment: ['flexible', 'retired'] }, value: 'admitted' },
    { when: { plan: 'pooled-only', employment: 'on-job' }, value: 'not-offered', article: '2' },
    { when: { plan: 'inpatient-only' }, value: 'not-offered', article: '2' },
  ]),
  always(TABLES.wholeRate, 'rate', { parameter: 'contribution.rate', by: ['status'] }),
  table(TABLES.personalCredit, 'rate', { plan: 'all' }, [
    { when: WITH_ACCOUNT, value: '0.02', article: '3' },
    { when: WITHOUT, value: '0.00' },
  ]),
  table(TABLES.employerCredit, 'rate', { plan: 'all' }, [
    { when: WITH_ACCOUNT, value: '0.01', until: '2023-12-31' },
    { when: WITH_ACCOUNT, value: '0.00', from: '2024-01-01' },
    { when: WITHOUT, value: '0.00' },
  ]),
  table(TABLES.retireeCredit, 'yuan', {}, [
    { when: { age: '<70' }, value: { product: ['0.02', { parameter: 'averagePension' }], round: 'fen' }, article: '4' },
    { when: { age: '>=70' }, value: { product: ['0.025', { parameter: 'averagePension' }], round: 'fen' } },
  ]),
  table(TABLES.useExpense, 'choice', { expense: 'all' }, [
    { when: { expense: ['medical', 'medicine', 'device', 'consumable'] }, value: 'allowed' },
    {
      when: { expense: ['public-health', 'fitness', 'wellness', 'check-up'] },
      value: 'not-allowed',
      article: '5',
    },
  ]),
  table(TABLES.usePremium, 'choice', { product: 'all', beneficiary: 'all' }, [
    { when: { product: 'resident-insurance', beneficiary: 'family' }, value: 'allowed' },
    { when: { product: 'resident-insurance', beneficiary: 'own' }, value: 'not-allowed', article: '5' },
    { when: { product: 'long-term-care' }, value: 'allowed' },
    {
      when: { product: ['critical-illness', 'large-sum-mutual-aid', 'supplementary', 'commercial-health'] },
      value: 'not-allowed',
      article: '5',
    },
  ]),
  table(TABLES.useVisit, 'choice', { beneficiary: 'all', insured: 'all' }, [
    { when: { beneficiary: 'own' }, value: 'allowed' },
    { when: { beneficiary: 'family', insured: 'in-province' }, value: 'allowed' },
    { when: { beneficiary: 'family', insured: 'elsewhere' }, value: 'not-allowed', article: '5' },
  ]),
];

const COVERAGE: readonly PolicyTable[] = [
  table(TABLES.certificateHolds, 'choice', { programme: ['two-diseases', 'chronic', 'special'], superseded: 'all' }, [
    { when: { programme: 'two-diseases', superseded: 'yes' }, value: 'ended', article: '6' },
    { when: { programme: 'two-diseases', superseded: 'no' }, value: 'holds' },
    { when: { programme: ['chronic', 'special'] }, value: 'holds' },
  ]),
  table(TABLES.coverageInpatientStay, 'choice', { programme: 'all' }, [
    { when: { programme: 'ordinary' }, value: 'inpatient-stay', article: '7' },
    {
      when: { programme: DIMENSIONS.programme.filter((name) => name !== 'ordinary') },
      value: 'covered',
    },
  ]),
  table(TABLES.coverageAccount, 'choice', { plan: 'all' }, [
    { when: { plan: ['pooled-and-account', 'pooled-only'] }, value: 'covered' },
    { when: { plan: 'inpatient-only' }, value: 'no-account' },
  ]),
  table(TABLES.coveragePlace, 'choice', { place: 'all', route: 'all' }, [
    { when: { place: ['home', 'resettled', 'long-term-resident', 'long-term-posted'] }, value: 'covered' },
    { when: { place: 'referred', route: 'visit' }, value: 'claim-required', article: '8' },
    { when: { place: 'referred', route: 'claim' }, value: 'covered' },
    { when: { place: 'unregistered' }, value: 'not-registered', article: '8' },
  ]),
  always(TABLES.coverageInstitution, 'choice', 'covered'),
  table(TABLES.coveragePooling, 'choice', { programme: 'all', pooling: 'all' }, [
    { when: { pooling: 'yes' }, value: 'covered' },
    { when: { programme: 'ordinary', pooling: 'no' }, value: 'institution-not-pooling' },
    {
      when: { programme: DIMENSIONS.programme.filter((name) => name !== 'ordinary'), pooling: 'no' },
      value: 'covered',
    },
  ]),
  table(TABLES.coveragePrescription, 'choice', { institution: 'all', prescription: 'all' }, [
    { when: { institution: 'retail-pharmacy', prescription: 'none' }, value: 'no-prescription' },
    { when: { institution: 'retail-pharmacy', prescription: 'shown' }, value: 'covered' },
    { when: { institution: ['medical', 'internet-hospital'] }, value: 'covered' },
  ]),
  always(TABLES.coverageTier, 'choice', 'covered'),
  table(TABLES.coverageHours, 'choice', { stay: 'all' }, [
    { when: { stay: 'within-48-hours' }, value: 'covered' },
    { when: { stay: 'over-48-hours' }, value: 'over-48-hours', article: '9' },
  ]),
  table(TABLES.paidTier, 'choice', { institution: 'all' }, [
    { when: { institution: 'medical' }, value: 'own' },
    { when: { institution: 'retail-pharmacy' }, value: 'pharmacy' },
    { when: { institution: 'internet-hospital' }, value: 'host' },
  ]),
  always(TABLES.claimLastDay, 'choice', '03-31'),
];

const BENEFITS: readonly PolicyTable[] = [
  table('ordinary.deductible', 'yuan', { employment: 'all' }, [
    { when: { employment: ['on-job', 'flexible'] }, value: '200.00', article: '10' },
    { when: { employment: 'retired' }, value: '150.00', article: '10' },
  ]),
  table('ordinary.rate', 'rate', { tier: 'all' }, [
    { when: { tier: ['1', '2'] }, value: '0.60', article: '11' },
    { when: { tier: ['3', 'pharmacy'] }, value: '0.50', article: '11' },
  ]),
  always('ordinary.cap', 'yuan', '1000.00'),
  always('chronic.deductible', 'yuan', { parameter: 'chronic.deductible', otherwise: '0.00' }),
  always('chronic.rate', 'rate', { parameter: 'chronic.rate' }),
  always('chronic.cap', 'yuan', { parameter: 'chronic.cap', otherwise: 'none' }),
  always('drug.first', 'rate', '0.10'),
  always('drug.deductible', 'yuan', '300.00'),
  always('drug.rate', 'rate', '0.70'),
  always('surgery.deductible', 'yuan', { half: '85.01' }),
  always('surgery.rate', 'rate', '0.80'),
];

function rule(programme: string, steps: Omit<ProgrammeRule, 'programme' | 'title' | 'line'>): ProgrammeRule {
  return { programme, title: { zh: programme, en: programme }, line: programme, ...steps };
}

const chronic: Omit<ProgrammeRule, 'programme' | 'title' | 'line'> = {
  deductible: { table: 'chronic.deductible', per: 'year', accumulator: 'chronic' },
  rate: { table: 'chronic.rate' },
  cap: { table: 'chronic.cap', accumulator: 'chronic' },
};

const PROGRAMMES: readonly ProgrammeRule[] = [
  rule('ordinary', {
    deductible: { table: 'ordinary.deductible', per: 'year', accumulator: 'ordinary' },
    rate: { table: 'ordinary.rate' },
    cap: { table: 'ordinary.cap', accumulator: 'ordinary' },
  }),
  rule('chronic', { ...chronic, beyondCap: { article: '12', rule: 'ordinary', anew: true } }),
  rule('special', chronic),
  rule('two-diseases', chronic),
  rule('emergency-rescue', { rate: { table: 'surgery.rate' } }),
  rule('negotiated-drug', {
    selfPayFirst: { table: 'drug.first' },
    deductible: { table: 'drug.deductible', per: 'year', accumulator: 'negotiated-drug:{drug}' },
    rate: { table: 'drug.rate' },
  }),
  rule('day-surgery', {
    deductible: { table: 'surgery.deductible', per: 'visit', accumulator: 'day-surgery' },
    rate: { table: 'surgery.rate' },
  }),
];

const title = { zh: '样本', en: 'sample' };

export const SAMPLE_PACK: PolicyPack = {
  region: 'sample',
  name: title,
  division: '990100',
  version: '1',
  document: { id: 'sample-2023', title: 'Sample', issuedOn: '2022-12-01' },
  inForce: { article: '20', from: '2023-01-01', until: '2027-12-31' },
  entitlement: { article: '13' },
  tables: [...REGISTER_AND_ACCOUNT, ...COVERAGE, ...BENEFITS],
  programmes: PROGRAMMES,
  parameters: [
    { article: '4', name: 'averagePension', unit: 'yuan', title },
    { article: '3', name: 'contribution.rate', unit: 'rate', by: ['status'], title },
    { article: '12', name: 'chronic.deductible', unit: 'yuan', title },
    { article: '12', name: 'chronic.rate', unit: 'rate', title },
    { article: '12', name: 'chronic.cap', unit: 'yuan', title },
  ],
  limits: [],
  exclusions: [
    { article: '14', code: 'third-party', title, account: 'may-pay' },
    { article: '14', code: 'fitness', title, account: 'barred' },
  ],
  assumptions: [],
  coverage: [],
};
