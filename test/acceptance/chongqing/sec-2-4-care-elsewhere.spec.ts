import { INSTITUTIONS, ON_JOB, RETIRED, publish, register, visit } from '../../support/commands.ts';
import { examples } from '../../support/examples.ts';

const LOCAL = publish({
  'ordinary.deductible': '200.00',
  'ordinary.rate.on-job': '0.50',
  'ordinary.rate.retired': '0.60',
  'ordinary.cap': '1500.00',
});

// 2(4)2, A9: registered as at home, referral included.
examples(import.meta.url, { region: 'chongqing', world: [...INSTITUTIONS, LOCAL] }, [
  ['resettled', [RETIRED, register('resettled'), visit('E3', '300.00')], '100.00 × 60%', { pooled: '60.00' }],
  [
    'long-term resident',
    [ON_JOB, register('long-term-resident'), visit('E3', '300.00')],
    '100.00 × 50%',
    { pooled: '50.00' },
  ],
  ['posted', [ON_JOB, register('long-term-posted'), visit('E3', '300.00')], '100.00 × 50%', { pooled: '50.00' }],
  ['referred', [ON_JOB, register('referred'), visit('E3', '300.00')], '100.00 × 50%', { pooled: '50.00' }],
  ['not registered', [ON_JOB, visit('E3', '300.00')], 'not covered', { reason: 'not-registered', pooled: '0.00' }],
]);
