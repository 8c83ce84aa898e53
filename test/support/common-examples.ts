import { ON_JOB, RETIRED, contribution, creditMonth, enrol, suspend, topUp, visit } from './commands.ts';
import { refused, type Example } from './examples.ts';

/** An exclusion's code, the article behind it, and whether the account may still pay (POLICY A32). */
export type Exclusion = readonly [code: string, article: string, account: 'may pay' | 'barred'];

/** For every code: nothing from the pool, no deductible, and the account as A32 says. */
export function exclusionExamples(exclusions: readonly Exclusion[]): readonly Example[] {
  return exclusions.map(([code, article, account]) => [
    `${code}, the account ${account}`,
    [ON_JOB, topUp('100.00'), visit('H1', '80.00', '2023-03-01', { exclusion: code, account: {} })],
    `${article}: nothing of 80.00 is covered; the account holds 100.00`,
    {
      reason: code,
      pooled: '0.00',
      payments: {},
      deductible: '0.00',
      account: account === 'may pay' ? '80.00' : '0.00',
      cash: account === 'may pay' ? '0.00' : '80.00',
    },
  ]);
}

/**
 * The days around the beginning and, where there is one, the end of validity.
 *
 * @param article that sets the dates, as answers cite it.
 */
export function validityExamples(article: string, until?: '2027-12-31'): readonly Example[] {
  const outside = refused('policy-not-in-force', article);
  const afterwards = until === undefined ? {} : outside;
  return [
    ['a visit of 2022-12-31', [ON_JOB, visit('H1', '100.00', '2022-12-31')], `${article}: the day before`, outside],
    [
      'a visit of 2023-01-01',
      [ON_JOB, visit('H1', '100.00', '2023-01-01')],
      `${article}: the first day`,
      { reason: null },
    ],
    ['a visit of 2027-12-31', [ON_JOB, visit('H1', '100.00', '2027-12-31')], article, { reason: null }],
    ['a visit of 2028-01-01', [ON_JOB, visit('H1', '100.00', '2028-01-01')], article, afterwards],
    [
      'the contribution for 2022-12',
      [ON_JOB, contribution('2022-12', '5000.00', { paidOn: '2023-01-10' })],
      'A30',
      outside,
    ],
    ['the contribution for 2027-12', [ON_JOB, contribution('2027-12', '5000.00', { amount: '500.00' })], 'A30', {}],
    [
      'the contribution for 2028-01',
      [ON_JOB, contribution('2028-01', '5000.00', { amount: '500.00' })],
      'A30',
      afterwards,
    ],
    ['the credit for 2022-12', [RETIRED, creditMonth('2022-12')], article, outside],
    ['the credit for 2027-12', [RETIRED, creditMonth('2027-12')], article, { persons: 1 }],
    ['the credit for 2028-01', [RETIRED, creditMonth('2028-01')], article, afterwards],
    ['an adjustment of 2022-12-31', [ON_JOB, topUp('1.00', '2022-12-31')], article, outside],
    ['an enrolment from 2020-01-01', [enrol({ from: '2020-01-01' })], 'registers may start earlier', {}],
  ];
}

/** Who is credited for a month, and from which day on. @param amount a retired person's month in the table's world. */
export function creditedMonths(amount: string): readonly Example[] {
  const none = { persons: 0, credited: '0.00' };
  const one = { persons: 1, credited: amount };
  const retirement = { type: 'ChangeEmployment', employment: 'retired' };
  const retiredPooledOnly = enrol({ employment: 'retired', plan: 'pooled-only' });
  const closed = { type: 'TransferAccountOut', to: '330100', date: '2023-02-10' };
  return [
    ['an employee', [ON_JOB, creditMonth('2023-03')], 'only the retired are credited by month', none],
    ['a retired person without an account', [retiredPooledOnly, creditMonth('2023-03')], 'passed over', none],
    ['an account that was closed', [RETIRED, closed, creditMonth('2023-03')], 'passed over', none],
    ['the same month twice', [RETIRED, creditMonth('2023-03'), creditMonth('2023-03')], 'credited once', none],
    ['suspended on the first day', [RETIRED, suspend('2023-03-01'), creditMonth('2023-03')], 'not entitled then', none],
    [
      'suspended on the second day',
      [RETIRED, suspend('2023-03-02'), creditMonth('2023-03')],
      'entitled on the 1st',
      one,
    ],
    [
      'resumed within the month',
      [RETIRED, suspend('2023-02-01'), { type: 'ResumeEntitlement', from: '2023-03-02' }, creditMonth('2023-03')],
      'not entitled on the 1st',
      none,
    ],
    [
      'resumed on the first day',
      [RETIRED, suspend('2023-02-01'), { type: 'ResumeEntitlement', from: '2023-03-01' }, creditMonth('2023-03')],
      'entitled on the 1st',
      one,
    ],
    [
      'the month in which retirement was completed',
      [ON_JOB, { ...retirement, completedOn: '2023-06-01' }, creditMonth('2023-06')],
      'A2: from the first of the next month',
      none,
    ],
    [
      'the month after retirement was completed',
      [ON_JOB, { ...retirement, completedOn: '2023-06-30' }, creditMonth('2023-07')],
      'A2: from 2023-07-01',
      one,
    ],
    [
      'the month in which the enrolment begins on the second day',
      [enrol({ birthDate: '1960-05-20', employment: 'retired', from: '2023-03-02' }), creditMonth('2023-03')],
      'not enrolled on the 1st',
      none,
    ],
  ];
}
