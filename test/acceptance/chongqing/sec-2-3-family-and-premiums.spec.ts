import {
  INSTITUTIONS,
  ON_JOB,
  RETIRED,
  approve,
  claim,
  premium,
  publish,
  retire,
  topUp,
} from '../../support/commands.ts';
import { examples, refused } from '../../support/examples.ts';
import { expenseExamples, familyVisitExamples, premiumExamples } from '../../support/programme-examples.ts';

const CHONGQING = { region: 'chongqing', world: INSTITUTIONS };
const NEVER = 'art. 2(3)2';
const LARGE_SUM = premium('large-sum-mutual-aid', '80.00');

// 2(3)2: the family's own share, residents' premiums for the family, large-sum mutual aid for the retired themselves.
examples(import.meta.url, CHONGQING, [
  ...expenseExamples([
    ['medical', 'own', true],
    ['medicine', 'family', true],
    ['device', 'family elsewhere', true],
    ['wellness', 'own', NEVER],
    ['check-up', 'own', NEVER],
    ['fitness', 'own', NEVER],
    ['public-health', 'family', NEVER],
  ]),
  ...premiumExamples([
    ['resident-insurance', 'family', true],
    ['resident-insurance', 'own', NEVER],
    ['large-sum-mutual-aid', 'own', NEVER],
    ['large-sum-mutual-aid', 'family', NEVER],
    ['long-term-care', 'own', NEVER],
    ['commercial-health', 'family', NEVER],
  ]),
  ['large-sum mutual aid, retired', [RETIRED, topUp('500.00'), LARGE_SUM], '退休人员本人', { account: '80.00' }],
  [
    'the day before retirement',
    [ON_JOB, topUp('500.00'), retire('2023-03-15'), LARGE_SUM],
    'A2',
    refused('use-not-allowed', NEVER),
  ],
  [
    'the first day of retirement',
    [ON_JOB, topUp('500.00'), retire('2023-02-15'), LARGE_SUM],
    'A2: retired from 2023-03-01',
    { account: '80.00' },
  ],
  ...familyVisitExamples(true),
]);

// Claims: at any time while the year is open.
const LOCAL = publish({
  'ordinary.deductible': '200.00',
  'ordinary.rate.on-job': '0.50',
  'ordinary.rate.retired': '0.60',
  'ordinary.cap': '1500.00',
});

examples(import.meta.url, { region: 'chongqing', world: [...INSTITUTIONS, LOCAL] }, [
  [
    'a claim at home',
    [ON_JOB, claim('H3', '300.00', '2023-03-01', '2024-05-01'), approve('2024-05-02')],
    '100.00 × 50%',
    { pooled: '50.00' },
  ],
]);
