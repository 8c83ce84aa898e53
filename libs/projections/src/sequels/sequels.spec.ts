import { happened } from '../testing/events.ts';
import { onEachEngine } from '../testing/engines.ts';
import { TestLog } from '../testing/log.ts';

const VISIT = { claimId: 'K', visitId: 'V' };

onEachEngine('missing sequels', ({ withViews }) => {
  it.each([1, 100])(
    'are those of events that stand alone, whichever of the two came first (batches of %i)',
    async (batchSize) => {
      const log = new TestLog();
      await log.append(
        happened('claim-zibo.A', 'ClaimRejected', '2023-05-01', { rejectedBy: 'r', reason: 'r' }),
        happened('insured-zibo.P', 'ReimbursementDeclined', '2023-05-01', VISIT, 'both'),
        happened('claim-zibo.B', 'ClaimRejected', '2023-05-01', { rejectedBy: 'r', reason: 'r' }, 'both'),
        happened('insured-zibo.P', 'ReimbursementDeclined', '2023-05-01', VISIT, 'the other is on its way'),
        happened('claim-zibo.C', 'ClaimApproved', '2023-05-01', { approvedBy: 'r' }, 'c'),
      );
      await withViews(
        log,
        async (views) => {
          expect(await views.missingSequels()).toEqual([{ position: '1' }, { position: '5' }]);
        },
        { batchSize },
      );
    },
  );
});
