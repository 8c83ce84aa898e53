import { INSTITUTIONS, ON_JOB, claim, approve, expense, premium, topUp } from '../../support/commands.ts';
import { examples, refused } from '../../support/examples.ts';
import { expenseExamples, familyVisitExamples, premiumExamples } from '../../support/programme-examples.ts';

const PANZHIHUA = { region: 'panzhihua', world: INSTITUTIONS };
const NEVER = 'art. 5 para. 3';

// Art. 5: for the owner and for spouse, parents and children alike.
examples(import.meta.url, PANZHIHUA, [
  ...expenseExamples([
    ['medical', 'own', true],
    ['medicine', 'family', true],
    ['device', 'family elsewhere', true],
    ['consumable', 'own', true],
    ['public-health', 'own', NEVER],
    ['fitness', 'own', NEVER],
    ['wellness', 'family', NEVER],
    ['check-up', 'own', 'art. 5 para. 2'],
  ]),
  ...premiumExamples([
    ['resident-insurance', 'own', true],
    ['resident-insurance', 'family', true],
    ['supplementary', 'family', true],
    ['critical-illness', 'own', true],
    ['long-term-care', 'family', true],
    ['large-sum-mutual-aid', 'own', 'art. 5'],
    ['commercial-health', 'family', 'art. 5'],
  ]),
  ...familyVisitExamples(true),
  [
    'more than it holds',
    [ON_JOB, topUp('79.99'), expense('medicine', '80.00')],
    '79.99 < 80.00',
    refused('insufficient-balance'),
  ],
  [
    'a premium for a stranger',
    [ON_JOB, topUp('500.00'), premium('supplementary', '80.00', { beneficiaryId: 'M' })],
    'no link',
    refused('not-family'),
  ],
]);

// Art. 8(2), 12: a claim is checked by a second person; the account takes no part.
const CLAIM = claim('H3', '300.00', '2023-03-01', '2023-04-01');

examples(import.meta.url, PANZHIHUA, [
  [
    'approved',
    [ON_JOB, CLAIM, approve('2023-04-10')],
    '(300.00 − 200.00) × 50%',
    { pooled: '50.00', account: '0.00', cash: '250.00' },
  ],
  [
    'by the same person',
    [ON_JOB, CLAIM, approve('2023-04-10', { actor: 'clerk' })],
    'A second person',
    refused('same-actor'),
  ],
  ['a year later', [ON_JOB, CLAIM, approve('2024-12-31')], "A7: 2023's rules; no term here", { pooled: '50.00' }],
]);
