import { publish } from '../../support/commands.ts';
import { examples, refused } from '../../support/examples.ts';

const OUTSIDE = refused('parameter-outside-limits', 'art. 2(2)1');
const COMPLETE = publish({
  'ordinary.deductible': '200.00',
  'ordinary.rate': '0.50',
  'ordinary.cap.on-job': '1000.00',
  'ordinary.cap.retired': '1500.00',
});

// 2(2)1: 统筹基金支付比例不低于50%，适度向退休人员倾斜. The 50% holds for medical institutions.
examples(import.meta.url, { region: 'chongqing', world: [] }, [
  ['50%', [publish({ 'ordinary.rate': '0.50' })], 'not below 50%', {}],
  ['49.9999%', [publish({ 'ordinary.rate': '0.499999' })], 'below 50%', OUTSIDE],
  [
    '45% at tier 3 only',
    [publish({ 'ordinary.rate': '0.60', 'ordinary.rate.on-job.3': '0.45' })],
    'below 50%',
    OUTSIDE,
  ],
  [
    '45% at pharmacies',
    [publish({ 'ordinary.rate': '0.50', 'ordinary.rate.pharmacy': '0.45' })],
    'a pharmacy is no medical institution',
    {},
  ],
  ['all three, the retired better', [COMPLETE], 'caps 1000.00 and 1500.00', {}],
  [
    'all three, the same for all',
    [publish({ 'ordinary.deductible': '200.00', 'ordinary.rate': '0.50', 'ordinary.cap': '1000.00' })],
    'no tilt to the retired',
    OUTSIDE,
  ],
  [
    'the retired worse in one of them',
    [COMPLETE, publish({ 'ordinary.deductible.retired': '250.00' }, '2023-07-01')],
    '250.00 > 200.00',
    OUTSIDE,
  ],
  [
    'a tilt that ends on a later day',
    [COMPLETE, publish({ 'ordinary.cap.retired': '1000.00' }, '2023-07-01')],
    'from 2023-07-01 all alike',
    OUTSIDE,
  ],
]);
