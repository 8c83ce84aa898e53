import { INSTITUTIONS, MEMBER, ON_JOB, link, topUp, visit } from '../../support/commands.ts';
import { examples, refused } from '../../support/examples.ts';

const fromChild = { ...visit('H1', '130.00'), personId: 'M', account: { ownerId: 'P' } };

examples(import.meta.url, { region: 'baoshan', world: [...INSTITUTIONS, ON_JOB, topUp('500.00'), MEMBER] }, [
  [
    'a member insured in another city of the province',
    [link({ insuredArea: '530100' }), fromChild],
    'in the province: (130.00 − 30.00) × 65%; the account 65.00',
    { pooled: '65.00', account: '65.00', cash: '0.00' },
  ],
  [
    'a member insured elsewhere',
    [link({ insuredArea: '330100' }), fromChild],
    '限于本省',
    refused('use-not-allowed', 'art. 18 para. 2'),
  ],
  [
    'a second link replaces the first',
    [link({ insuredArea: '330100' }), link({ insuredArea: '530100' }), fromChild],
    'the last one counts',
    { account: '65.00' },
  ],
]);
