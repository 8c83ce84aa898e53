import { INSTITUTIONS } from '../../support/commands.ts';
import { examples } from '../../support/examples.ts';
import { expenseExamples, familyVisitExamples, premiumExamples } from '../../support/programme-examples.ts';

const ELSEWHERE = 'art. 18 para. 2';

// Art. 18: owner and family, family members 原则上限于本省参保人员; art. 19: what an account never pays.
examples(import.meta.url, { region: 'baoshan', world: INSTITUTIONS }, [
  ...expenseExamples([
    ['medical', 'own', true],
    ['medicine', 'family', true],
    ['medicine', 'family elsewhere', ELSEWHERE],
    ['check-up', 'own', 'art. 19'],
    ['wellness', 'family', 'art. 19'],
  ]),
  ...premiumExamples([
    ['large-sum-mutual-aid', 'own', true],
    ['long-term-care', 'family', true],
    ['commercial-health', 'own', true],
    ['resident-insurance', 'family', true],
    ['resident-insurance', 'own', 'art. 18 (2)'],
    ['resident-insurance', 'family elsewhere', ELSEWHERE],
    ['commercial-health', 'family elsewhere', ELSEWHERE],
    ['critical-illness', 'own', 'art. 18'],
    ['supplementary', 'family', 'art. 18'],
  ]),
  ...familyVisitExamples(true),
]);
