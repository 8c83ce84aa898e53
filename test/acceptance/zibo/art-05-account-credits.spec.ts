import { RETIRED, TURNING_70, creditMonth, enrol, publish } from '../../support/commands.ts';
import { creditedMonths } from '../../support/common-examples.ts';
import { examples, refused } from '../../support/examples.ts';

const LOCAL = publish({
  'legacy.retireeCredit.from-age-0': '80.00',
  'legacy.retireeCredit.from-age-70': '100.00',
  averagePension: '3456.78',
});
/** 70 on 2024-05-20, and on 2024-05-01. */
const TURNING_70_IN_2024 = enrol({ birthDate: '1954-05-20', employment: 'retired' });
const TURNING_70_ON_THE_FIRST = enrol({ birthDate: '1954-05-01', employment: 'retired' });

// Months of 2023: the former amounts. From 2024: 2% of the pension of 2023, from 70 on 2.5%.
examples(import.meta.url, { region: 'zibo', world: [LOCAL] }, [
  ['2023, below 70', [RETIRED, creditMonth('2023-03')], 'the former amount', { credited: '80.00' }],
  [
    '2023, the month of the 70th birthday',
    [TURNING_70, creditMonth('2023-05')],
    'A8: 69 on 2023-05-01',
    { credited: '80.00' },
  ],
  ['2023, the month after it', [TURNING_70, creditMonth('2023-06')], '70 on 2023-06-01', { credited: '100.00' }],
  ['the last month of 2023', [RETIRED, creditMonth('2023-12')], 'the former amount', { credited: '80.00' }],
  [
    'the first month of 2024',
    [RETIRED, creditMonth('2024-01')],
    '3456.78 × 2% = 69.1356 → 69.14',
    { credited: '69.14' },
  ],
  [
    '2024, 70 and over',
    [TURNING_70, creditMonth('2024-01')],
    '3456.78 × 2.5% = 86.4195 → 86.42',
    { credited: '86.42' },
  ],
  [
    '2024, the month of the birthday',
    [TURNING_70_IN_2024, creditMonth('2024-05')],
    '69 on 2024-05-01',
    { credited: '69.14' },
  ],
  ['2024, the month after it', [TURNING_70_IN_2024, creditMonth('2024-06')], '70 on 2024-06-01', { credited: '86.42' }],
  [
    '2024, a birthday on the first',
    [TURNING_70_ON_THE_FIRST, creditMonth('2024-05')],
    '70 on 2024-05-01',
    { credited: '86.42' },
  ],
  [
    'a flexible retiree likewise',
    [
      enrol({ employment: 'flexible', birthDate: '1964-02-01' }),
      { type: 'ChangeEmployment', employment: 'retired', completedOn: '2024-02-15' },
      creditMonth('2024-03'),
    ],
    '69.14',
    { credited: '69.14' },
  ],
  ...creditedMonths('80.00'),
]);

examples(import.meta.url, { region: 'zibo', world: [publish({ averagePension: '3456.78' })] }, [
  [
    '2023 without the former amounts',
    [RETIRED, creditMonth('2023-03')],
    'local',
    refused('parameter-missing', 'art. 5'),
  ],
]);
