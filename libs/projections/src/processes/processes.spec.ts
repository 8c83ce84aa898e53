import { happened } from '../testing/events.ts';
import { onEachEngine } from '../testing/engines.ts';
import { TestLog } from '../testing/log.ts';

onEachEngine('unfinished processes', ({ withViews }) => {
  it('are those that were started and not completed, the oldest first', async () => {
    const log = new TestLog();
    await log.append(
      happened('process-zibo.credit-2023.05', 'ProcessStarted', '2023-05-01', { command: {} }),
      happened('process-zibo.done', 'ProcessStarted', '2023-05-01', { command: {} }),
      happened('process-baoshan.a', 'ProcessStarted', '2023-05-01', { command: {} }),
      happened('process-zibo.done', 'ProcessCompleted', '2023-05-01', { result: {} }),
    );
    await withViews(log, async (views) => {
      expect(await views.unfinishedProcesses()).toEqual([
        { region: 'zibo', commandId: 'credit-2023.05' },
        { region: 'baoshan', commandId: 'a' },
      ]);
    });
  });
});
