import {
  INSTITUTIONS,
  ON_JOB,
  RETIRED,
  TURNING_70,
  care,
  certify,
  enrol,
  person,
  pharmacy,
  publish,
  register,
  stay,
  suspend,
  visit,
} from '../../support/commands.ts';
import { examples, refused } from '../../support/examples.ts';
import { LOCAL_PROGRAMMES, localProgrammeExamples } from '../../support/programme-examples.ts';

const INPATIENT = publish({
  'inpatient.deductible.1': '200.00',
  'inpatient.deductible.2': '500.00',
  'inpatient.deductible.3': '800.00',
  'inpatient.rate.1': '0.95',
  'inpatient.rate.2': '0.90',
  'inpatient.rate.3': '0.85',
  'inpatient.yearlyMaximum': '50000.00',
});
const DUAL = pharmacy('D3', { dualChannel: true });
const BAOSHAN = { region: 'baoshan', world: [...INSTITUTIONS, DUAL, INPATIENT, LOCAL_PROGRAMMES] };
const OVER_70 = enrol({ birthDate: '1950-01-01', employment: 'retired' });
const maximum = (amount: string) => ({ 'inpatient-maximum': amount });

// Art. 10: chronic diseases: 500, 80%, 3000 with one, 4000 with two or more; half the deductible from 70 on (art. 12).
const COPD = certify('chronic', 'copd');
const GOUT = certify('chronic', 'gout');
const chronic = (total: string, more = {}) => care('chronic', 'H2', total, { condition: 'copd', ...more });

examples(import.meta.url, BAOSHAN, [
  [
    'chronic',
    [ON_JOB, COPD, chronic('1500.00')],
    '(1500.00 − 500.00) × 80%',
    { deductible: '500.00', payments: { chronic: '800.00' } },
  ],
  [
    'chronic, 70',
    [OVER_70, COPD, chronic('1250.00')],
    '(1250.00 − 250.00) × 80%',
    { deductible: '250.00', payments: { chronic: '800.00' } },
  ],
  [
    'the day before 70',
    [TURNING_70, COPD, chronic('1500.00', { date: '2023-05-19' })],
    '1000.00 × 80%',
    { deductible: '500.00' },
  ],
  [
    'on the 70th birthday',
    [TURNING_70, COPD, chronic('1500.00', { date: '2023-05-20' })],
    '1250.00 × 80%',
    { deductible: '250.00', payments: { chronic: '1000.00' } },
  ],
  [
    'what was borne before 70 is not given back',
    [TURNING_70, COPD, chronic('400.00', { date: '2023-05-19' }), chronic('100.00', { date: '2023-05-20' })],
    'A21: 400.00 borne, 250.00 owed: 100.00 × 80%',
    { deductible: '0.00', payments: { chronic: '80.00' } },
  ],
  [
    'the cap with one',
    [ON_JOB, COPD, chronic('4500.00')],
    '4000.00 × 80% = 3200.00, at most 3000.00',
    { payments: { chronic: '3000.00' } },
  ],
  [
    'the cap with two',
    [ON_JOB, COPD, GOUT, chronic('5600.00')],
    '5100.00 × 80% = 4080.00, at most 4000.00',
    { payments: { chronic: '4000.00' } },
  ],
  [
    'a second one later',
    [ON_JOB, COPD, certify('chronic', 'gout', '2023-03-02'), chronic('4500.00')],
    'one on 2023-03-01: at most 3000.00',
    { payments: { chronic: '3000.00' } },
  ],
  [
    'apart from the inpatient maximum',
    [ON_JOB, COPD, stay('2023-02-01', '2023-02-10', '50000.00'), chronic('1500.00')],
    'paid though the maximum is used up',
    { payments: { chronic: '800.00' } },
  ],
  ['without a certificate', [ON_JOB, chronic('1500.00')], 'art. 10', refused('not-certified')],
  [
    'suspended',
    [ON_JOB, COPD, suspend('2023-03-01'), chronic('1500.00')],
    'no benefits',
    { reason: 'entitlement-suspended' },
  ],
  [
    'a hospital without pooling',
    [ON_JOB, COPD, chronic('1500.00', { institutionId: 'H0' })],
    'only ordinary care needs it',
    { payments: { chronic: '800.00' } },
  ],
  [
    'a pharmacy',
    [ON_JOB, COPD, chronic('1500.00', { institutionId: 'D1' })],
    'art. 29: negotiated drugs only',
    { reason: 'pharmacy-not-covered' },
  ],
  ...localProgrammeExamples('art. 3', ['two-diseases']),
]);

// Art. 11: special diseases within the inpatient maximum; no deductible for severe mental disorder.
const special = (total: string, more = {}) => care('special', 'H3', total, { condition: 'x', ...more });
const SEVERE = certify('special', 'x', '2023-01-01', { severeMentalDisorder: true });

examples(import.meta.url, BAOSHAN, [
  [
    'special',
    [ON_JOB, certify('special', 'x'), special('1500.00')],
    '1000.00 × 90%',
    { deductible: '500.00', payments: maximum('900.00') },
  ],
  [
    'special, 70',
    [OVER_70, certify('special', 'x'), special('1250.00')],
    '1000.00 × 90%',
    { deductible: '250.00', payments: maximum('900.00') },
  ],
  [
    'severe mental disorder',
    [ON_JOB, SEVERE, special('1000.00')],
    '1000.00 × 90%',
    { deductible: '0.00', payments: maximum('900.00') },
  ],
  [
    'the maximum',
    [ON_JOB, SEVERE, stay('2023-02-01', '2023-02-10', '49500.00'), special('1000.00')],
    '50000.00 − 49500.00 of 900.00',
    { payments: maximum('500.00') },
  ],
  [
    'art. 12: chronic and special, each for itself',
    [ON_JOB, COPD, certify('special', 'x'), chronic('1500.00'), special('1500.00'), person()],
    '500.00 twice; 800.00 and 900.00',
    {
      accumulators: {
        '2023': {
          chronic: { deductible: '500.00', paid: '800.00' },
          special: { deductible: '500.00', paid: '0.00' },
          'inpatient-maximum': { deductible: '0.00', paid: '900.00' },
        },
      },
    },
  ],
]);

// Art. 13: emergency rescue: the inpatient deductible of the tier at every rescue, not halved (A21, A22).
const rescue = (at: string, total: string) => care('emergency-rescue', at, total);

examples(import.meta.url, BAOSHAN, [
  [
    'tier 2',
    [ON_JOB, rescue('H2', '1500.00')],
    '(1500.00 − 500.00) × 90%',
    { deductible: '500.00', payments: maximum('900.00') },
  ],
  [
    'tier 1',
    [ON_JOB, rescue('H1', '1200.00')],
    '(1200.00 − 200.00) × 95%',
    { deductible: '200.00', payments: maximum('950.00') },
  ],
  [
    'at 73',
    [OVER_70, rescue('H3', '1800.00')],
    '(1800.00 − 800.00) × 85%',
    { deductible: '800.00', payments: maximum('850.00') },
  ],
  [
    'the second one',
    [ON_JOB, rescue('H2', '1500.00'), rescue('H2', '1500.00')],
    'A22: 500.00 again',
    { deductible: '500.00', payments: maximum('900.00') },
  ],
]);

// Art. 14, 29: negotiated drugs.
const drug = (at: string, total: string, more = {}) => care('negotiated-drug', at, total, { drug: 'A', ...more });
const WORKING = '2000.00 × 10% = 200.00 first; (1800.00 − 800.00) × 85%';

examples(import.meta.url, BAOSHAN, [
  [
    'tier 3',
    [ON_JOB, drug('H3', '2000.00')],
    WORKING,
    { selfPayFirst: '200.00', deductible: '800.00', payments: maximum('850.00') },
  ],
  ['retired', [RETIRED, drug('H3', '2000.00')], WORKING, { payments: maximum('850.00') }],
  [
    'tier 2: the deductible of tier 3',
    [ON_JOB, drug('H2', '2000.00')],
    '(1800.00 − 800.00) × 90%',
    { deductible: '800.00', payments: maximum('900.00') },
  ],
  [
    'retired, 73',
    [OVER_70, drug('H3', '2000.00')],
    '(1800.00 − 400.00) × 85%',
    { deductible: '400.00', payments: maximum('1190.00') },
  ],
  [
    'still on-job at 73',
    [enrol({ birthDate: '1950-01-01' }), drug('H3', '2000.00')],
    '1400.00 × 85%',
    { deductible: '400.00', payments: maximum('1190.00') },
  ],
  [
    'once a year',
    [ON_JOB, drug('H3', '2000.00'), drug('H3', '2000.00')],
    'A23: 1800.00 × 85%',
    { deductible: '0.00', payments: maximum('1530.00') },
  ],
  [
    'another medicine',
    [ON_JOB, drug('H3', '2000.00'), drug('H3', '2000.00', { drug: 'B' })],
    'each owes its own',
    { deductible: '800.00' },
  ],
  [
    'the next year',
    [ON_JOB, drug('H3', '2000.00', { date: '2023-12-31' }), drug('H3', '2000.00', { date: '2024-01-01' })],
    'anew',
    { deductible: '800.00' },
  ],
  ['tier 1', [ON_JOB, drug('H1', '2000.00')], 'A24', { reason: 'tier-not-covered', selfPayFirst: '0.00' }],
  [
    'a dual-channel pharmacy',
    [ON_JOB, drug('D3', '2000.00', { prescribingInstitutionId: 'H2' })],
    'art. 29: as at the prescribing institution of tier 2: 1000.00 × 90%',
    { payments: maximum('900.00') },
  ],
  [
    'prescribed at tier 1',
    [ON_JOB, drug('D3', '2000.00', { prescribingInstitutionId: 'H1' })],
    'as at tier 1',
    { reason: 'tier-not-covered' },
  ],
  [
    'prescribed where there is no tier',
    [ON_JOB, drug('D3', '2000.00', { prescribingInstitutionId: 'D1' })],
    'a pharmacy prescribes nothing that the fund pays: tier 2 and above',
    { reason: 'tier-not-covered' },
  ],
  [
    'prescribed over the internet',
    [ON_JOB, drug('D3', '2000.00', { prescribingInstitutionId: 'N2' })],
    'as its host of tier 2',
    { payments: maximum('900.00') },
  ],
  [
    'nobody prescribed it',
    [ON_JOB, drug('D3', '2000.00', { prescription: true })],
    '凭外购处方',
    { reason: 'no-prescription' },
  ],
  [
    'a pharmacy that is not dual-channel',
    [ON_JOB, drug('D1', '2000.00', { prescribingInstitutionId: 'H2' })],
    'art. 29',
    { reason: 'pharmacy-not-covered' },
  ],
  [
    'a pharmacy not in pooling',
    [ON_JOB, drug('D0', '2000.00', { prescribingInstitutionId: 'H2' })],
    'nothing is paid there',
    { reason: 'institution-not-pooling' },
  ],
]);

// Art. 15: day surgery: half the inpatient deductible, within 48 hours.
const surgery = (dischargedAt: string, total = '1250.00') =>
  care('day-surgery', 'H2', total, { admittedAt: '2023-03-01T08:00', dischargedAt });

examples(import.meta.url, BAOSHAN, [
  [
    'tier 2',
    [ON_JOB, surgery('2023-03-02T10:00')],
    '(1250.00 − 250.00) × 90%',
    { deductible: '250.00', payments: maximum('900.00') },
  ],
  [
    'at 73',
    [OVER_70, surgery('2023-03-02T10:00')],
    'A21: halved once',
    { deductible: '250.00', payments: maximum('900.00') },
  ],
  ['48 hours', [ON_JOB, surgery('2023-03-03T08:00')], 'within', { reason: null, payments: maximum('900.00') }],
  [
    'a minute more',
    [ON_JOB, surgery('2023-03-03T08:01')],
    'becomes inpatient',
    { reason: 'over-48-hours', pooled: '0.00' },
  ],
]);

// Art. 25: elsewhere as at home once registered.
examples(import.meta.url, BAOSHAN, [
  [
    'referred',
    [ON_JOB, COPD, register('referred'), chronic('1500.00', { institutionId: 'E2' })],
    '800.00',
    { payments: { chronic: '800.00' } },
  ],
  [
    'long-term resident',
    [ON_JOB, COPD, register('long-term-resident'), chronic('1500.00', { institutionId: 'E2' })],
    'A9',
    { payments: { chronic: '800.00' } },
  ],
  ['not registered', [ON_JOB, COPD, chronic('1500.00', { institutionId: 'E2' })], 'A9', { reason: 'not-registered' }],
  [
    'the 5000 of ordinary care is apart',
    [ON_JOB, COPD, visit('H3', '190.00'), chronic('1500.00')],
    '500.00 of its own',
    { deductible: '500.00' },
  ],
]);
