import {
  FLEXIBLE,
  FLEXIBLE_POOLED_ONLY,
  ON_JOB,
  RETIRED,
  contribution,
  creditMonth,
  enrol,
  publish,
} from '../../support/commands.ts';
import { creditedMonths } from '../../support/common-examples.ts';
import { examples, refused } from '../../support/examples.ts';

const INPATIENT_ONLY = enrol({ plan: 'inpatient-only' });
const RATES = publish({
  'contribution.rate.on-job': '0.08',
  'contribution.rate.flexible': '0.07',
  'contribution.rate.flexible-pooled-only': '0.05',
  'contribution.rate.inpatient-only': '0.04',
});

// Who may be enrolled in which plan, and what is paid for a month.
examples(import.meta.url, { region: 'shangrao', world: [RATES] }, [
  ['an employee with an account', [ON_JOB], 'art. 6(1)', {}],
  ['a flexible worker without one', [FLEXIBLE_POOLED_ONLY], 'A34', {}],
  ['an employee without one', [enrol({ plan: 'pooled-only' })], 'A34', refused('invalid-command', 'art. 6')],
  ['of a distressed state enterprise', [INPATIENT_ONLY], 'art. 6(4)', {}],
  [
    'an employee',
    [ON_JOB, contribution('2023-03', '5000.00')],
    'art. 6(1): 5000.00 × 2% = 100.00; 5000.00 × 8% = 400.00 − 100.00',
    { credited: '100.00', pooled: '300.00' },
  ],
  [
    'a flexible worker',
    [FLEXIBLE, contribution('2023-03', '4000.00')],
    'art. 6(2): 4000.00 × 2% = 80.00; 4000.00 × 7% = 280.00 − 80.00',
    { credited: '80.00', pooled: '200.00' },
  ],
  [
    'a flexible worker without an account',
    [FLEXIBLE_POOLED_ONLY, contribution('2023-03', '4000.00')],
    '4000.00 × 5% = 200.00',
    { credited: '0.00', pooled: '200.00' },
  ],
  [
    'the inpatient-only insured',
    [INPATIENT_ONLY, contribution('2023-03', '4000.00')],
    'art. 6(4): no account; 4000.00 × 4% = 160.00',
    { credited: '0.00', pooled: '160.00' },
  ],
]);

// Art. 6(3): 2.5% of the province's average pension of 2023; from the month after the procedure.
examples(import.meta.url, { region: 'shangrao', world: [publish({ averagePension: '3456.78' })] }, [
  [
    '2.5% of the pension',
    [RETIRED, creditMonth('2023-03')],
    '3456.78 × 2.5% = 86.4195 → 86.42',
    { persons: 1, credited: '86.42' },
  ],
  [
    'the inpatient-only insured',
    [enrol({ employment: 'retired', plan: 'inpatient-only' }), creditMonth('2023-03')],
    'art. 6(4): no account',
    { persons: 0, credited: '0.00' },
  ],
  ...creditedMonths('86.42'),
]);

examples(import.meta.url, { region: 'shangrao', world: [] }, [
  ['without a pension', [RETIRED, creditMonth('2023-03')], 'local', refused('parameter-missing', 'art. 6 (3)')],
]);
