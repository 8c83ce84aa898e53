/**
 * What differs from region to region: the local notices and the plans. Figures are invented; only their size is realistic.
 *
 * @typedef {{ readonly from: string, readonly basis: string, readonly values: Readonly<Record<string, string>> }} Notice
 * @typedef {{
 *   readonly region: string, readonly prefix: string, readonly elsewhere: string,
 *   readonly notices: readonly Notice[],
 *   readonly inpatientOnly: boolean,
 *   readonly refusedNotice?: Notice,
 * }} Region
 */

/** @param {string} onJob @param {string} flexible @param {string} pooledOnly */
const rates = (onJob, flexible, pooledOnly) => ({
  'contribution.rate.on-job': onJob,
  'contribution.rate.flexible': flexible,
  'contribution.rate.flexible-pooled-only': pooledOnly,
});

/** The programmes that the documents leave to local figures. */
const PROGRAMMES = {
  'two-diseases.rate': '0.50',
  'two-diseases.cap': '400.00',
  'chronic.deductible': '300.00',
  'chronic.rate.on-job': '0.70',
  'chronic.rate.retired': '0.75',
  'chronic.cap': '2400.00',
  'special.deductible': '500.00',
  'special.rate': '0.85',
  'special.cap': '60000.00',
  'negotiated-drug.deductible': '600.00',
  'negotiated-drug.rate': '0.70',
  'emergency-rescue.deductible': '300.00',
  'emergency-rescue.rate': '0.80',
  'day-surgery.deductible': '400.00',
  'day-surgery.rate': '0.80',
};

/** @type {readonly Region[]} */
export const REGIONS = [
  {
    region: 'panzhihua',
    prefix: 'pz',
    elsewhere: '510100',
    inpatientOnly: false,
    notices: [
      {
        from: '2023-01-01',
        basis: '攀枝花市医保局通知2023-1',
        values: { averagePension: '3612.40', ...rates('0.09', '0.08', '0.06'), ...PROGRAMMES },
      },
      { from: '2023-08-01', basis: '养老金数据更正', values: { averagePension: '3675.00' } },
      { from: '2024-07-01', basis: '互联网+门诊试点通知', values: { 'switch.internet': 'on' } },
    ],
  },
  {
    region: 'shangrao',
    prefix: 'sr',
    elsewhere: '330100',
    inpatientOnly: true,
    notices: [
      {
        from: '2023-01-01',
        basis: '上饶市医保局通知2023-2',
        values: {
          averagePension: '2987.66',
          ...rates('0.08', '0.08', '0.06'),
          'contribution.rate.inpatient-only': '0.05',
          ...PROGRAMMES,
        },
      },
      { from: '2024-01-01', basis: '定点零售药店纳入门诊统筹', values: { 'switch.pharmacies': 'on' } },
      { from: '2024-07-01', basis: '互联网+门诊纳入门诊统筹', values: { 'switch.internet': 'on' } },
    ],
  },
  {
    region: 'chongqing',
    prefix: 'cq',
    elsewhere: '510100',
    inpatientOnly: false,
    notices: [
      {
        from: '2023-01-01',
        basis: '普通门诊统筹实施细则',
        values: {
          'ordinary.deductible.on-job': '200.00',
          'ordinary.deductible.retired': '100.00',
          'ordinary.rate.on-job.1': '0.60',
          'ordinary.rate.on-job.2': '0.60',
          'ordinary.rate.on-job.3': '0.50',
          'ordinary.rate.retired.1': '0.70',
          'ordinary.rate.retired.2': '0.70',
          'ordinary.rate.retired.3': '0.60',
          'ordinary.cap.on-job': '3000.00',
          'ordinary.cap.retired': '4000.00',
          averagePension: '3433.15',
          'account.creditRate.flexible': '0.02',
          ...rates('0.105', '0.09', '0.055'),
          ...PROGRAMMES,
        },
      },
      {
        from: '2024-01-01',
        basis: '定点零售药店门诊统筹通知',
        values: { 'ordinary.rate.on-job.pharmacy': '0.50', 'ordinary.rate.retired.pharmacy': '0.60' },
      },
    ],
    refusedNotice: { from: '2023-07-01', basis: 'draft', values: { 'ordinary.rate.on-job.3': '0.45' } },
  },
  {
    region: 'baoshan',
    prefix: 'bs',
    elsewhere: '530100',
    inpatientOnly: false,
    notices: [
      {
        from: '2023-01-01',
        basis: '职工医保住院待遇通知',
        values: {
          'inpatient.deductible.1': '200.00',
          'inpatient.deductible.2': '500.00',
          'inpatient.deductible.3': '900.00',
          'inpatient.rate.on-job.1': '0.92',
          'inpatient.rate.on-job.2': '0.88',
          'inpatient.rate.on-job.3': '0.82',
          'inpatient.rate.retired.1': '0.95',
          'inpatient.rate.retired.2': '0.92',
          'inpatient.rate.retired.3': '0.88',
          'inpatient.yearlyMaximum': '60000.00',
          'account.retireeCredit': '95.00',
          averagePension: '3520.18',
          'two-diseases.rate': '0.50',
          'two-diseases.cap': '400.00',
        },
      },
      { from: '2023-07-01', basis: '个人账户划入调整第二步', values: { 'account.retireeCredit': '83.00' } },
      { from: '2024-01-01', basis: '个人账户划入调整第三步', values: { 'account.retireeCredit': '70.40' } },
    ],
  },
  {
    region: 'zibo',
    prefix: 'zb',
    elsewhere: '370100',
    inpatientOnly: false,
    notices: [
      {
        from: '2023-01-01',
        basis: '淄博市医保局通知2023-1',
        values: {
          'legacy.employerCreditRate.from-age-0': '0.008',
          'legacy.employerCreditRate.from-age-45': '0.012',
          'legacy.retireeCredit.from-age-0': '105.00',
          'legacy.retireeCredit.from-age-70': '125.00',
          ...rates('0.09', '0.08', '0.06'),
          ...PROGRAMMES,
        },
      },
      { from: '2024-01-01', basis: '2023年度基本养老金平均水平', values: { averagePension: '3566.25' } },
    ],
  },
];
