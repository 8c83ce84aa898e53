import { RETIRED, creditMonth, enrol, publish } from '../../support/commands.ts';
import { creditedMonths } from '../../support/common-examples.ts';
import { examples, refused } from '../../support/examples.ts';

// Art. 4(2): 2% of the city's average pension of 2022, rounded half up to the yuan.
examples(import.meta.url, { region: 'panzhihua', world: [publish({ averagePension: '3456.00' })] }, [
  ['rounded down', [RETIRED, creditMonth('2023-03')], '3456.00 × 2% = 69.12 → 69', { persons: 1, credited: '69.00' }],
  [
    'half a yuan goes up',
    [RETIRED, publish({ averagePension: '3475.00' }, '2023-07-01'), creditMonth('2023-07')],
    '3475.00 × 2% = 69.50 → 70',
    { persons: 1, credited: '70.00' },
  ],
  [
    'rounded once only',
    [RETIRED, publish({ averagePension: '3474.99' }, '2023-07-01'), creditMonth('2023-07')],
    '3474.99 × 2% = 69.4998 → 69, not over 69.50 to 70',
    { persons: 1, credited: '69.00' },
  ],
  [
    'a corrected pension changes later months only',
    [RETIRED, publish({ averagePension: '4000.00' }, '2023-07-01'), creditMonth('2023-06')],
    'A31: June still 69.12 → 69',
    { persons: 1, credited: '69.00' },
  ],
  [
    'a flexible retiree of class one likewise',
    [
      enrol({ employment: 'flexible' }),
      { type: 'ChangeEmployment', employment: 'retired', completedOn: '2023-02-20' },
      creditMonth('2023-03'),
    ],
    'art. 4(2): 3456.00 × 2% = 69.12 → 69',
    { persons: 1, credited: '69.00' },
  ],
  ...creditedMonths('69.00'),
]);

examples(import.meta.url, { region: 'panzhihua', world: [] }, [
  ['without a pension', [RETIRED, creditMonth('2023-03')], 'local', refused('parameter-missing', 'art. 4 (2)')],
]);
