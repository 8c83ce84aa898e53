import { FLEXIBLE, FLEXIBLE_POOLED_ONLY, ON_JOB, RETIRED, contribution, enrol } from '../../support/commands.ts';
import { examples, refused } from '../../support/examples.ts';

// Art. 4, 6, 7, 16: who may be enrolled in which plan, the whole contribution rates, and what of them goes into the account.
examples(import.meta.url, { region: 'baoshan', world: [] }, [
  ['an employee with an account', [ON_JOB], 'art. 4', {}],
  ['a flexible worker, 统账结合', [FLEXIBLE], 'art. 7', {}],
  ['a flexible worker, 单建统筹', [FLEXIBLE_POOLED_ONLY], 'art. 7', {}],
  ['retired from 单建统筹', [enrol({ employment: 'retired', plan: 'pooled-only' })], 'art. 7', {}],
  ['an employee, 单建统筹', [enrol({ plan: 'pooled-only' })], 'art. 7', refused('invalid-command', 'art. 7')],
  ['inpatient-only', [enrol({ plan: 'inpatient-only' })], 'art. 7', refused('invalid-command', 'art. 7')],
  [
    'an employee at 9.7%',
    [ON_JOB, contribution('2023-03', '5000.00')],
    'A14: 5000.00 × 9.7% = 485.00, of which 5000.00 × 2% = 100.00 into the account',
    { credited: '100.00', pooled: '385.00' },
  ],
  [
    'an employee at 9.7%, rounded',
    [ON_JOB, contribution('2023-03', '3333.33')],
    'A1: 323.33301 → 323.33; 66.6666 → 66.67; the rest 256.66',
    { credited: '66.67', pooled: '256.66' },
  ],
  [
    'a flexible worker at 8.5%',
    [FLEXIBLE, contribution('2023-03', '4000.00')],
    '4000.00 × 8.5% = 340.00, of which 80.00 into the account',
    { credited: '80.00', pooled: '260.00' },
  ],
  [
    'a flexible worker at 6.5%',
    [FLEXIBLE_POOLED_ONLY, contribution('2023-03', '4000.00')],
    '4000.00 × 6.5% = 260.00, no account',
    { credited: '0.00', pooled: '260.00' },
  ],
  ['a retired person', [RETIRED, contribution('2023-03', '4000.00')], 'pays none', refused('not-contributing')],
]);
