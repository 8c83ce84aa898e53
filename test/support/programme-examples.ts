import {
  FLEXIBLE_POOLED_ONLY,
  INSTITUTIONS,
  MEMBER,
  ON_JOB,
  care,
  certify,
  expense,
  link,
  medicines,
  premium,
  publish,
  register,
  suspend,
  topUp,
  visit,
  type Step,
} from './commands.ts';
import { refused, type Example } from './examples.ts';

/** Local figures for the programmes that a document leaves to others. */
export const LOCAL_PROGRAMMES: Step = publish({
  'two-diseases.deductible': '100.00',
  'two-diseases.rate': '0.50',
  'two-diseases.cap': '300.00',
  'chronic.deductible': '300.00',
  'chronic.rate': '0.70',
  'chronic.cap': '2000.00',
  'special.deductible': '500.00',
  'special.rate': '0.80',
  'special.cap': '10000.00',
  'emergency-rescue.deductible': '400.00',
  'emergency-rescue.rate': '0.75',
  'emergency-rescue.cap': '5000.00',
  'negotiated-drug.deductible': '600.00',
  'negotiated-drug.rate': '0.70',
  'negotiated-drug.cap': '8000.00',
  'day-surgery.deductible': '500.00',
  'day-surgery.rate': '0.80',
  'day-surgery.cap': '6000.00',
});

export const COPD = certify('chronic', 'copd');
/** Without an account, so that nothing passes on to ordinary care anywhere. */
const PATIENT = FLEXIBLE_POOLED_ONLY;

type Local = readonly [
  programme: string,
  above: string,
  atCap: string,
  more: Readonly<Record<string, unknown>>,
  working: readonly [string, string],
];

/** A visit that exceeds the deductible by 100.00, and one that reaches the cap. */
const LOCAL: readonly Local[] = [
  [
    'two-diseases',
    '200.00',
    '1100.00',
    { condition: 'copd' },
    ['100.00 × 50%', '1000.00 × 50% = 500.00, at most 300.00'],
  ],
  ['chronic', '400.00', '3300.00', { condition: 'copd' }, ['100.00 × 70%', '3000.00 × 70% = 2100.00, at most 2000.00']],
  [
    'special',
    '600.00',
    '13100.00',
    { condition: 'copd' },
    ['100.00 × 80%', '12600.00 × 80% = 10080.00, at most 10000.00'],
  ],
  ['emergency-rescue', '500.00', '7400.00', {}, ['100.00 × 75%', '7000.00 × 75% = 5250.00, at most 5000.00']],
  [
    'negotiated-drug',
    '700.00',
    '12600.00',
    { drug: 'D' },
    ['100.00 × 70%', '12000.00 × 70% = 8400.00, at most 8000.00'],
  ],
  ['day-surgery', '600.00', '8500.00', {}, ['100.00 × 80%', '8000.00 × 80% = 6400.00, at most 6000.00']],
];

const PAID: { readonly [programme: string]: readonly [above: string, cap: string] } = {
  'two-diseases': ['50.00', '300.00'],
  chronic: ['70.00', '2000.00'],
  special: ['80.00', '10000.00'],
  'emergency-rescue': ['75.00', '5000.00'],
  'negotiated-drug': ['70.00', '8000.00'],
  'day-surgery': ['80.00', '6000.00'],
};

/** Every programme with its local deductible, rate and cap. @param only the programmes that the region leaves to others. */
export function localProgrammeExamples(
  article: string,
  only = LOCAL.map(([programme]) => programme),
): readonly Example[] {
  return LOCAL.filter(([programme]) => only.includes(programme)).flatMap(
    ([programme, above, atCap, more, [rate, cap]]) => {
      const [paid, most] = PAID[programme] as readonly [string, string];
      const certified = more.condition === undefined ? [] : [certify(programme, 'copd')];
      return [
        [
          `${programme}: deductible and rate`,
          [PATIENT, ...certified, care(programme, 'H2', above, more)],
          `${article}: ${rate}`,
          { payments: { [programme]: paid } },
        ],
        [
          `${programme}: cap`,
          [PATIENT, ...certified, care(programme, 'H2', atCap, more)],
          `${article}: ${cap}; A27: nothing passes on`,
          { payments: { [programme]: most } },
        ],
      ] satisfies Example[];
    },
  );
}

/** Certificates, places and institutions of the programmes, by the example of chronic care with a deductible of 300 and 70%. */
export function chronicCareExamples(article: string): readonly Example[] {
  const treated = (institutionId: string, more = {}) =>
    care('chronic', institutionId, '400.00', { condition: 'copd', ...more });
  const paid = { reason: null, payments: { chronic: '70.00' } };
  const working = '(400.00 − 300.00) × 70%';
  return [
    ['without a certificate', [ON_JOB, treated('H2')], article, refused('not-certified')],
    [
      'certified for another condition',
      [ON_JOB, certify('chronic', 'gout'), treated('H2')],
      article,
      refused('not-certified'),
    ],
    [
      'the day before the certificate',
      [ON_JOB, certify('chronic', 'copd', '2023-03-02'), treated('H2')],
      article,
      refused('not-certified'),
    ],
    [
      'on the first day of the certificate',
      [ON_JOB, certify('chronic', 'copd', '2023-03-01'), treated('H2')],
      working,
      paid,
    ],
    ['a deductible of its own', [ON_JOB, COPD, visit('H2', '100.00'), treated('H2')], `A26: ${working}`, paid],
    [
      'a hospital without outpatient pooling',
      [ON_JOB, COPD, treated('H0')],
      `only ordinary care needs it: ${working}`,
      paid,
    ],
    [
      'a pharmacy without pooling',
      [ON_JOB, COPD, treated('D0', { prescription: true })],
      article,
      { reason: 'institution-not-pooling' },
    ],
    ['elsewhere, referred', [ON_JOB, COPD, register('referred'), treated('E2')], `A9: as at home: ${working}`, paid],
    ['elsewhere, resettled', [ON_JOB, COPD, register('resettled'), treated('E3')], `A9: as at home: ${working}`, paid],
    [
      'elsewhere, not registered',
      [ON_JOB, COPD, treated('E2')],
      'A9',
      { reason: 'not-registered', deductible: '0.00' },
    ],
    [
      'suspended',
      [ON_JOB, COPD, suspend('2023-03-01'), treated('H2')],
      'no benefits',
      { reason: 'entitlement-suspended' },
    ],
    [
      'excluded',
      [ON_JOB, COPD, treated('H2', { exclusion: 'third-party' })],
      'exclusions first',
      { reason: 'third-party' },
    ],
    [
      'a more specific name wins',
      [ON_JOB, COPD, publish({ 'chronic.rate.on-job.2': '0.75' }), treated('H2')],
      'status and tier: 100.00 × 75%',
      { payments: { chronic: '75.00' } },
    ],
  ];
}

/** What is not published: no deductible is none, no cap is none, no rate is a refusal. */
export function unpublishedExamples(region: string): {
  readonly region: string;
  readonly world: readonly Step[];
  readonly table: readonly Example[];
} {
  const treated = care('special', 'H2', '50000.00', { condition: 'copd' });
  return {
    region,
    world: [...INSTITUTIONS, FLEXIBLE_POOLED_ONLY, certify('special', 'copd')],
    table: [
      ['no rate', [treated], 'nothing is guessed', refused('parameter-missing')],
      [
        'a rate only',
        [publish({ 'special.rate': '0.80' }), treated],
        'no deductible, no cap: 50000.00 × 80%',
        { deductible: '0.00', payments: { special: '40000.00' } },
      ],
    ],
  };
}

export type Use = readonly [what: string, who: 'own' | 'family' | 'family elsewhere', allowed: true | string];

/** P's account holds 500.00; M is P's parent, insured here or (elsewhere) in another province. */
function usedFor(who: Use[1]): { readonly before: readonly Step[]; readonly more: Readonly<Record<string, unknown>> } {
  const linked = who === 'own' ? [] : [link(who === 'family' ? {} : { insuredArea: '330100' })];
  return { before: [ON_JOB, topUp('500.00'), ...linked], more: who === 'own' ? {} : { beneficiaryId: 'M' } };
}

/** Expenses of 80.00. An article instead of true says who refuses. */
export function expenseExamples(uses: readonly Use[], before: readonly Step[] = []): readonly Example[] {
  return uses.map(([kind, who, allowed]) => {
    const { before: people, more } = usedFor(who);
    const expected = allowed === true ? { account: '80.00' } : refused('use-not-allowed', allowed);
    return [
      `${kind}, ${who}`,
      [...people, ...before, expense(kind, '80.00', more)],
      allowed === true ? 'allowed' : allowed,
      expected,
    ];
  });
}

/** Premiums of 80.00. */
export function premiumExamples(uses: readonly Use[], before: readonly Step[] = []): readonly Example[] {
  return uses.map(([product, who, allowed]) => {
    const { before: people, more } = usedFor(who);
    const expected = allowed === true ? { account: '80.00' } : refused('use-not-allowed', allowed);
    return [
      `${product}, ${who}`,
      [...people, ...before, premium(product, '80.00', more)],
      allowed === true ? 'allowed' : allowed,
      expected,
    ];
  });
}

/** M's visit to a pharmacy that the pool does not cover, paid from P's account. */
export function familyVisitExamples(allowed: true | string, before: readonly Step[] = []): readonly Example[] {
  const people = [ON_JOB, topUp('500.00'), MEMBER, ...before];
  const bought = { ...medicines('D0', '80.00'), personId: 'M', account: { ownerId: 'P' } };
  return [
    [
      "a parent's visit, from the child's account",
      [...people, link(), bought],
      allowed === true ? 'the pool pays nothing there, the account 80.00' : allowed,
      allowed === true
        ? { reason: 'institution-not-pooling', account: '80.00', cash: '0.00' }
        : refused('use-not-allowed', allowed),
    ],
    ['without a link', [...people, bought], 'no link in force', refused('not-family')],
    [
      'after the link ended',
      [...people, link(), { type: 'UnlinkFamilyMember', memberId: 'M', from: '2023-03-01' }, bought],
      'from 2023-03-01',
      refused('not-family'),
    ],
    [
      'before the link begins',
      [...people, link({ from: '2023-03-02' }), bought],
      'from 2023-03-02',
      refused('not-family'),
    ],
  ];
}
