import { sql } from 'kysely';
import { compareViews } from './compare.ts';
import { engineAt } from './engine/engine-at.ts';
import { enrolled, visit } from './testing/events.ts';
import { onEachEngine } from './testing/engines.ts';
import { TestLog } from './testing/log.ts';
import { Views } from './views.ts';

onEachEngine('comparing views with the log', ({ inPlace }) => {
  const aLog = async (): Promise<TestLog> => {
    const log = new TestLog();
    await log.append(enrolled('P1'), visit('P1'));
    return log;
  };

  const withViewsOf = (log: TestLog, use: (place: string) => Promise<void>) =>
    inPlace(async (place) => {
      const views = await Views.open(place, log.store);
      await views.catchUp();
      await views.close();
      await use(place);
    });

  it('finds nothing where there are no views yet, nor in views as the log makes them', async () => {
    const log = await aLog();
    await inPlace(async (place) => {
      expect(await compareViews(place, log.store, 2n)).toEqual([]);
    });
    await withViewsOf(log, async (place) => {
      await log.append(enrolled('P2'));
      expect(await compareViews(place, log.store, 3n)).toEqual([]);
    });
  });

  it('names the row that was edited, and what it should be', async () => {
    const log = await aLog();
    await withViewsOf(log, async (place) => {
      const engine = await engineAt(place);
      await sql`update payables set settled_fen = settled_fen + 1`.execute(engine.writing);
      await engine.close();
      expect(await compareViews(place, log.store, 2n)).toEqual([
        {
          view: 'payables',
          table: 'payables',
          key: '["zibo","H1","2023-03","ordinary"]',
          expected: '{"settled_fen":"12500"}',
          found: '{"settled_fen":"12501"}',
        },
      ]);
    });
  });
});
