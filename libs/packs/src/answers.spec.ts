/** What the tables answer, case by case: a row can be checked against the article by a reader who knows no code. */
import { beforeAll, describe, expect, test } from '@jest/globals';
import { Policy, type Facts, type ParameterLookup } from '@gongji/core';
import { loadPacks } from './load.ts';

const policies = new Map<string, Policy>();

beforeAll(async () => {
  for (const [region, { pack, hash }] of await loadPacks()) policies.set(region, new Policy(pack, hash));
});

/** Local figures of an imaginary city. */
const LOCAL: { readonly [name: string]: string } = {
  averagePension: '3456.78',
  'account.creditRate.flexible': '0.0175',
  'legacy.employerCreditRate.from-age-0': '0.01',
  'legacy.employerCreditRate.from-age-45': '0.015',
  'legacy.retireeCredit.from-age-60': '90.00',
  'inpatient.deductible': '500.00',
  'inpatient.deductible.3': '800.00',
  'inpatient.deductible.retired': '450.00',
  'inpatient.deductible.retired.3': '700.00',
  'inpatient.rate.on-job.2': '0.88',
  'inpatient.yearlyMaximum': '200000.00',
  'ordinary.rate.on-job.3': '0.50',
};

function lookup(values: { readonly [name: string]: string }): ParameterLookup {
  return {
    valueOf: (name) => values[name],
    agesOf: (name) =>
      Object.keys(values)
        .flatMap((key) => (key.startsWith(`${name}.from-age-`) ? [Number(key.split('-').at(-1))] : []))
        .sort((a, b) => b - a),
  };
}

type Case = readonly [region: string, table: string, facts: Facts, on: string, answer: string];

const ON = '2023-06-01';
const ACCOUNT = { plan: 'pooled-and-account' } as const;

const FIGURES: readonly Case[] = [
  ['panzhihua', 'ordinary.deductible', { employment: 'flexible' }, ON, '200'],
  ['panzhihua', 'ordinary.deductible', { employment: 'retired' }, ON, '150'],
  ['panzhihua', 'ordinary.rate', { employment: 'on-job', tier: 'pharmacy' }, ON, '0.5'],
  ['panzhihua', 'ordinary.rate', { employment: 'retired', tier: '1' }, ON, '0.65'],
  ['panzhihua', 'account.retireeCredit', { ...ACCOUNT, age: 61 }, ON, '69'],
  ['panzhihua', 'account.retireeCredit', { plan: 'pooled-only', age: 61 }, ON, '0'],
  ['panzhihua', 'chronic.deductible', {}, ON, '0'],
  ['panzhihua', 'chronic.cap', {}, ON, 'none'],
  ['shangrao', 'ordinary.rate', { employment: 'retired', tier: '2' }, ON, '0.6'],
  ['shangrao', 'ordinary.cap', { employment: 'retired' }, ON, '2000'],
  ['shangrao', 'account.retireeCredit', { ...ACCOUNT, age: 61 }, ON, '86.42'],
  ['chongqing', 'account.personalCredit', { ...ACCOUNT, employment: 'flexible' }, ON, '0.0175'],
  ['chongqing', 'ordinary.rate', { employment: 'on-job', tier: '3' }, ON, '0.5'],
  ['baoshan', 'contribution.wholeRate', { ...ACCOUNT, employment: 'on-job' }, ON, '0.097'],
  ['baoshan', 'contribution.wholeRate', { employment: 'flexible', plan: 'pooled-only' }, ON, '0.065'],
  ['baoshan', 'ordinary.deductible', { tier: '3', age: 69 }, ON, '90'],
  ['baoshan', 'ordinary.deductible', { tier: '3', age: 70 }, ON, '45'],
  ['baoshan', 'ordinary.rate', { employment: 'retired', tier: '3' }, ON, '0.55'],
  ['baoshan', 'chronic.cap', { chronicConditions: 'several' }, ON, '4000'],
  ['baoshan', 'special.deductible', { severeMentalDisorder: 'no', age: 70 }, ON, '250'],
  ['baoshan', 'special.deductible', { severeMentalDisorder: 'yes', age: 69 }, ON, '0'],
  ['baoshan', 'emergency-rescue.deductible', { employment: 'retired', tier: '3', age: 75 }, ON, '700'],
  ['baoshan', 'negotiated-drug.deductible', { employment: 'on-job', tier: '2', age: 40 }, ON, '800'],
  ['baoshan', 'negotiated-drug.deductible', { employment: 'retired', tier: '2', age: 70 }, ON, '350'],
  ['baoshan', 'day-surgery.deductible', { employment: 'on-job', tier: '1', age: 75 }, ON, '250'],
  ['baoshan', 'ordinary-beyond-cap.rate', { employment: 'flexible', tier: '2' }, ON, '0.88'],
  ['baoshan', 'account.retireeCredit', { ...ACCOUNT, age: 61 }, ON, '69.14'],
  ['zibo', 'account.employerCredit', { ...ACCOUNT, employment: 'on-job', age: 44 }, '2023-12-31', '0.005'],
  ['zibo', 'account.employerCredit', { ...ACCOUNT, employment: 'on-job', age: 45 }, '2023-12-31', '0.0075'],
  ['zibo', 'account.employerCredit', { ...ACCOUNT, employment: 'on-job', age: 45 }, '2024-01-01', '0'],
  ['zibo', 'account.employerCredit', { ...ACCOUNT, employment: 'flexible', age: 45 }, ON, '0'],
  ['zibo', 'account.retireeCredit', { ...ACCOUNT, age: 71 }, '2023-12-01', '90'],
  ['zibo', 'account.retireeCredit', { ...ACCOUNT, age: 69 }, '2024-01-01', '69.14'],
  ['zibo', 'account.retireeCredit', { ...ACCOUNT, age: 70 }, '2024-01-01', '86.42'],
  ['zibo', 'ordinary.rate', { employment: 'retired', tier: '3' }, '2023-12-31', '0.5'],
  ['zibo', 'ordinary.rate', { employment: 'retired', tier: '3' }, '2024-01-01', '0.55'],
  ['zibo', 'ordinary.cap', {}, '2023-12-31', '3000'],
  ['zibo', 'ordinary.cap', {}, '2024-01-01', '4000'],
  ['zibo', 'ordinary.selfPayFirst', { place: 'referred' }, ON, '0.1'],
  ['zibo', 'ordinary.selfPayFirst', { place: 'resettled' }, ON, '0'],
];

test.each(FIGURES)('%s %s %j on %s: %s', (region, table, facts, on, answer) => {
  const { value } = (policies.get(region) as Policy).number(table, facts, on, lookup(LOCAL));
  expect(value?.toString() ?? 'none').toBe(answer);
});

const ORDINARY = { programme: 'ordinary' } as const;
const PHARMACY = { institution: 'retail-pharmacy' } as const;
const FAMILY = { beneficiary: 'family' } as const;
const OWN = { beneficiary: 'own' } as const;

const WORDS: readonly Case[] = [
  ['panzhihua', 'coverage.account', { ...ORDINARY, plan: 'pooled-only' }, ON, 'no-account'],
  ['panzhihua', 'coverage.place', { ...ORDINARY, place: 'referred', route: 'claim' }, ON, 'not-registered'],
  ['panzhihua', 'coverage.place', { programme: 'chronic', place: 'referred', route: 'visit' }, ON, 'covered'],
  ['panzhihua', 'account.usePremium', { ...OWN, product: 'supplementary' }, ON, 'allowed'],
  ['panzhihua', 'account.usePremium', { ...OWN, product: 'commercial-health' }, ON, 'not-allowed'],
  ['shangrao', 'coverage.place', { ...ORDINARY, place: 'unregistered', route: 'visit' }, ON, 'claim-required'],
  ['shangrao', 'coverage.place', { ...ORDINARY, place: 'unregistered', route: 'claim' }, ON, 'covered'],
  ['shangrao', 'coverage.place', { programme: 'chronic', place: 'unregistered', route: 'claim' }, ON, 'not-registered'],
  ['shangrao', 'coverage.institution', { ...ORDINARY, ...PHARMACY }, ON, 'pharmacy-not-covered'],
  ['shangrao', 'visit.paidTier', { ...ORDINARY, ...PHARMACY }, ON, 'tier-1'],
  ['shangrao', 'account.usePremium', { ...OWN, product: 'critical-illness' }, ON, 'allowed'],
  ['shangrao', 'account.usePremium', { ...FAMILY, product: 'critical-illness' }, ON, 'not-allowed'],
  ['shangrao', 'account.useVisit', FAMILY, ON, 'not-allowed'],
  ['shangrao', 'plan.admitted', { employment: 'on-job', plan: 'inpatient-only' }, ON, 'admitted'],
  [
    'chongqing',
    'coverage.institution',
    { ...ORDINARY, ...PHARMACY, employment: 'on-job', tier: 'pharmacy' },
    ON,
    'pharmacy-not-covered',
  ],
  [
    'chongqing',
    'account.usePremium',
    { ...OWN, product: 'large-sum-mutual-aid', employment: 'retired' },
    ON,
    'allowed',
  ],
  [
    'chongqing',
    'account.usePremium',
    { ...OWN, product: 'large-sum-mutual-aid', employment: 'on-job' },
    ON,
    'not-allowed',
  ],
  ['baoshan', 'coverage.institution', { programme: 'negotiated-drug', ...PHARMACY, dualChannel: 'yes' }, ON, 'covered'],
  [
    'baoshan',
    'coverage.prescription',
    { ...ORDINARY, ...PHARMACY, prescription: 'shown', prescriber: 'unknown' },
    ON,
    'no-prescription',
  ],
  ['baoshan', 'coverage.tier', { programme: 'negotiated-drug', tier: '1' }, ON, 'tier-not-covered'],
  ['baoshan', 'coverage.hours', { programme: 'day-surgery', stay: 'over-48-hours' }, ON, 'over-48-hours'],
  ['baoshan', 'account.useExpense', { ...FAMILY, expense: 'medical', insured: 'elsewhere' }, ON, 'not-allowed'],
  ['baoshan', 'account.useExpense', { ...OWN, expense: 'check-up', insured: 'in-province' }, ON, 'not-allowed'],
  ['zibo', 'coverage.inpatientStay', ORDINARY, ON, 'inpatient-stay'],
  ['zibo', 'coverage.institution', { programme: 'special', ...PHARMACY }, ON, 'covered'],
  ['zibo', 'coverage.institution', { programme: 'chronic', institution: 'internet-hospital' }, ON, 'covered'],
  ['zibo', 'coverage.institution', { ...ORDINARY, institution: 'internet-hospital' }, ON, 'internet-not-covered'],
  ['zibo', 'account.usePremium', { ...OWN, product: 'commercial-health' }, ON, 'not-allowed'],
];

test.each(WORDS)('%s %s %j on %s: %s', (region, table, facts, on, answer) => {
  expect((policies.get(region) as Policy).word(table, facts, on, lookup(LOCAL)).value).toBe(answer);
});

describe('a local figure that was not published', () => {
  test.each([
    ['panzhihua', 'chronic.rate', {}, 'chronic.rate'],
    ['chongqing', 'ordinary.deductible', {}, 'ordinary.deductible'],
    ['chongqing', 'ordinary.cap', {}, 'ordinary.cap'],
    ['baoshan', 'inpatient.yearlyMaximum', {}, 'inpatient.yearlyMaximum'],
    ['baoshan', 'negotiated-drug.deductible', { employment: 'on-job', age: 40 }, 'inpatient.deductible'],
  ] as const)('%s %s is missed by name', (region, table, facts, name) => {
    expect(() => (policies.get(region) as Policy).number(table, facts, ON, lookup({}))).toThrow(
      expect.objectContaining({
        refusal: expect.objectContaining({ code: 'parameter-missing', field: name }) as unknown,
      }),
    );
  });
});
