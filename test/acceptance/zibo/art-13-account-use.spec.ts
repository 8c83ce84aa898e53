import { INSTITUTIONS } from '../../support/commands.ts';
import { examples } from '../../support/examples.ts';
import { expenseExamples, familyVisitExamples, premiumExamples } from '../../support/programme-examples.ts';

// Art. 13: own share and medicines for owner and family; premiums for the family only.
examples(import.meta.url, { region: 'zibo', world: INSTITUTIONS }, [
  ...expenseExamples([
    ['medical', 'own', true],
    ['medicine', 'family', true],
    ['device', 'family elsewhere', true],
    ['wellness', 'own', 'art. 13 para. 2'],
    ['check-up', 'own', 'art. 13'],
    ['fitness', 'own', 'art. 13 para. 2'],
    ['public-health', 'own', 'art. 13 para. 2'],
  ]),
  ...premiumExamples([
    ['resident-insurance', 'family', true],
    ['long-term-care', 'family', true],
    ['commercial-health', 'family', true],
    ['resident-insurance', 'own', 'art. 13 (3)'],
    ['commercial-health', 'own', 'art. 13 (3)'],
    ['critical-illness', 'family', 'art. 13 (3)'],
    ['large-sum-mutual-aid', 'own', 'art. 13 (3)'],
    ['supplementary', 'family', 'art. 13 (3)'],
  ]),
  ...familyVisitExamples(true),
]);
