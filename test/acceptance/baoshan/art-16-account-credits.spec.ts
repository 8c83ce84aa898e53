import { RETIRED, creditMonth, publish } from '../../support/commands.ts';
import { creditedMonths } from '../../support/common-examples.ts';
import { examples, refused } from '../../support/examples.ts';

// Art. 17: 2% of the average pension of 2023, reached step by step.
examples(import.meta.url, { region: 'baoshan', world: [publish({ averagePension: '3456.78' })] }, [
  [
    '2% of the pension',
    [RETIRED, creditMonth('2023-03')],
    '3456.78 × 2% = 69.1356 → 69.14',
    { persons: 1, credited: '69.14' },
  ],
  [
    'a dated amount comes first',
    [RETIRED, publish({ 'account.retireeCredit': '60.00' }, '2023-03-01'), creditMonth('2023-03')],
    'the step in force: 60.00',
    { persons: 1, credited: '60.00' },
  ],
  [
    'the month before the step',
    [RETIRED, publish({ 'account.retireeCredit': '60.00' }, '2023-03-01'), creditMonth('2023-02')],
    'none in force: 69.14',
    { credited: '69.14' },
  ],
  [
    'a step lasts until it is replaced',
    [
      RETIRED,
      publish({ 'account.retireeCredit': '60.00' }, '2023-03-01'),
      publish({ 'account.retireeCredit': '65.00' }, '2023-07-01'),
      creditMonth('2023-06'),
    ],
    '60.00 until 2023-06',
    { credited: '60.00' },
  ],
  ...creditedMonths('69.14'),
]);

examples(import.meta.url, { region: 'baoshan', world: [] }, [
  ['without a pension or a step', [RETIRED, creditMonth('2023-03')], 'local', refused('parameter-missing', 'art. 17')],
]);
