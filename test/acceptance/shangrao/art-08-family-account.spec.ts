import { INSTITUTIONS, publish } from '../../support/commands.ts';
import { examples } from '../../support/examples.ts';
import { expenseExamples, familyVisitExamples, premiumExamples } from '../../support/programme-examples.ts';

const SHANGRAO = { region: 'shangrao', world: INSTITUTIONS };
const NOT_YET = 'art. 8';
const ON = [publish({ 'switch.family-account': 'on' }, '2023-03-01')];
const LATER = [publish({ 'switch.family-account': 'on' }, '2023-03-02')];

// Art. 7: for oneself.
examples(import.meta.url, SHANGRAO, [
  ...expenseExamples([
    ['medical', 'own', true],
    ['consumable', 'own', true],
    ['check-up', 'own', 'art. 7'],
    ['fitness', 'own', 'art. 7 (3)'],
    ['public-health', 'own', 'art. 7 (3)'],
  ]),
  ...premiumExamples([
    ['critical-illness', 'own', true],
    ['long-term-care', 'own', true],
    ['resident-insurance', 'own', 'art. 7'],
    ['supplementary', 'own', 'art. 7'],
    ['large-sum-mutual-aid', 'own', 'art. 7'],
  ]),
]);

// Art. 8: for the family 待条件成熟后, from a local switch on; the day before it is off.
examples(import.meta.url, SHANGRAO, [
  ...expenseExamples([['medicine', 'family', NOT_YET]]),
  ...expenseExamples([['medicine', 'family', NOT_YET]], LATER),
  ...expenseExamples(
    [
      ['medicine', 'family', true],
      ['wellness', 'family', 'art. 7 (3)'],
    ],
    ON,
  ),
  ...premiumExamples([
    ['long-term-care', 'family', NOT_YET],
    ['resident-insurance', 'family', NOT_YET],
    ['commercial-health', 'own', NOT_YET],
  ]),
  ...premiumExamples(
    [
      ['critical-illness', 'family', true],
      ['resident-insurance', 'family', true],
      ['commercial-health', 'own', true],
      ['commercial-health', 'family', true],
    ],
    ON,
  ),
  ...familyVisitExamples(true, ON),
]);
examples(import.meta.url, SHANGRAO, familyVisitExamples(NOT_YET).slice(0, 1));
