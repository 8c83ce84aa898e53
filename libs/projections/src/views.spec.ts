import fc from 'fast-check';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { VIEW_NAMES } from './projections.ts';
import { enrolled, happened, reversal, visit } from './testing/events.ts';
import { inFolder, TestLog, withViews } from './testing/log.ts';
import { eventsOf, STEPS } from './testing/random-log.ts';
import { Views } from './views.ts';

function hashesOf(views: Views): Promise<readonly string[]> {
  return Promise.all(VIEW_NAMES.map((name) => views.stateHash(name)));
}

function fen(yuan: string): number {
  return Number(yuan.replace('.', ''));
}

describe('views', () => {
  it('credited − spent − paid out + adjusted is the sum of the balances', async () => {
    await fc.assert(
      fc.asyncProperty(STEPS, async (steps) => {
        const log = new TestLog();
        await log.append(...eventsOf(steps));
        await withViews(log, async (views) => {
          const { accounts } = await views.fund('zibo', '1900-01-01', '2999-12-31');
          const { credited, spent, paidOut, adjusted } = accounts;
          const sum = fen(credited) - fen(spent) - fen(paidOut) + fen(adjusted);
          expect(sum).toBe(fen(await views.balances('zibo')));
        });
      }),
      { numRuns: 25 },
    );
  });

  it('each line of a statement leaves the balance that the line before and its amount make', async () => {
    await fc.assert(
      fc.asyncProperty(STEPS, async (steps) => {
        const log = new TestLog();
        await log.append(...eventsOf(steps));
        await withViews(log, async (views) => {
          let balance = 0;
          const { rows } = await views.statement('zibo', 'P.0', { limit: 1000 });
          for (const line of rows) {
            balance += fen(line.amount);
            expect(fen(line.balance)).toBe(balance);
          }
          expect(fen((await views.person('zibo', 'P.0'))?.balance ?? '')).toBe(balance);
        });
      }),
      { numRuns: 25 },
    );
  });

  it('have the same rows however the log was cut into batches, and when they follow it piece by piece', async () => {
    await fc.assert(
      fc.asyncProperty(STEPS, fc.integer({ min: 1, max: 9 }), async (steps, batchSize) => {
        const log = new TestLog();
        const events = eventsOf(steps);
        await inFolder(async (folder) => {
          const live = await Views.open(folder, log.store, { batchSize });
          for (const event of events) {
            await log.append(event);
            await live.catchUp();
          }
          await live.catchUp();
          const hashes = await hashesOf(live);
          await live.close();
          expect(await withViews(log, hashesOf)).toEqual(hashes);
        });
      }),
      { numRuns: 10 },
    );
  });

  it('are the same after their file was deleted', async () => {
    const log = new TestLog();
    await log.append(
      enrolled('P1'),
      happened('institution-zibo.H1', 'InstitutionDesignated', '2022-01-01', HOSPITAL),
      happened('institution-zibo.H1', 'InstitutionTierChanged', '2023-01-01', { tier: 3, from: '2023-01-01' }),
      visit('P1'),
      reversal('P1', '2023-04-01'),
      happened('process-zibo.c1', 'ProcessStarted', '2023-03-01', { command: {} }),
    );
    await inFolder(async (folder) => {
      const before = await Views.open(folder, log.store);
      await before.catchUp();
      const hashes = await hashesOf(before);
      await before.close();
      for (const suffix of ['', '-wal', '-shm']) await rm(join(folder, `views.db${suffix}`), { force: true });
      const after = await Views.open(folder, log.store);
      expect(after.checkpoint).toBe(0n);
      await after.catchUp();
      expect(await hashesOf(after)).toEqual(hashes);
      await after.close();
      expect(new Set(hashes).size).toBe(VIEW_NAMES.length);
    });
  });

  it('go on where they stopped', async () => {
    const log = new TestLog();
    await log.append(enrolled('P1'));
    await inFolder(async (folder) => {
      const first = await Views.open(folder, log.store);
      await first.catchUp();
      await first.close();
      await log.append(enrolled('P2'));
      const second = await Views.open(folder, log.store);
      expect(second.checkpoint).toBe(1n);
      await second.catchUp();
      expect((await second.person('zibo', 'P2'))?.account).toBe('open');
      await second.close();
    });
  });
});

const HOSPITAL = {
  name: 'Hospital',
  kind: 'medical',
  tier: 2,
  outpatientPooling: true,
  dualChannel: false,
  area: '370300',
  from: '2022-01-01',
} as const;
