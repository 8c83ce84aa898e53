import fc from 'fast-check';
import { VIEW_NAMES } from './projections.ts';
import { contribution, enrolled, happened, reversal, visit } from './testing/events.ts';
import { inFolder, onEachEngine, onPostgres } from './testing/engines.ts';
import { TestLog } from './testing/log.ts';
import { eventsOf, STEPS } from './testing/random-log.ts';
import { Views } from './views.ts';

function hashesOf(views: Views): Promise<readonly string[]> {
  return Promise.all(VIEW_NAMES.map((name) => views.stateHash(name)));
}

function fen(yuan: string): number {
  return Number(yuan.replace('.', ''));
}

onEachEngine('views', ({ inPlace, withViews, runs }) => {
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
      { numRuns: runs(25) },
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
      { numRuns: runs(25) },
    );
  });

  it('have the same rows however the log was cut into batches, and when they follow it piece by piece', async () => {
    await fc.assert(
      fc.asyncProperty(STEPS, fc.integer({ min: 1, max: 9 }), async (steps, batchSize) => {
        const log = new TestLog();
        const events = eventsOf(steps);
        await inPlace(async (place) => {
          const live = await Views.open(place, log.store, { batchSize });
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
      { numRuns: runs(10) },
    );
  });

  it('go on where they stopped', async () => {
    const log = new TestLog();
    await log.append(enrolled('P1'));
    await inPlace(async (place) => {
      const first = await Views.open(place, log.store);
      await first.catchUp();
      await first.close();
      await log.append(enrolled('P2'));
      const second = await Views.open(place, log.store);
      expect(second.checkpoint).toBe(1n);
      await second.catchUp();
      expect((await second.person('zibo', 'P2'))?.account).toBe('open');
      await second.close();
    });
  });
});

describe('the two engines', () => {
  const onServer = onPostgres();

  it('hold the same rows, whatever the order of texts on the machine and whatever the texts hold', async () => {
    const log = new TestLog();
    const odd = ['é', 'Z', 'a', 'A', 'ä', '中', '\u{1F600}', '\uffee', 'a b', "it's", '{x,"y"}', '\\', 'NULL'];
    await log.append(
      ...odd.map((id) => enrolled(id)),
      happened('institution-zibo.H1', 'InstitutionDesignated', '2022-01-01', HOSPITAL),
      happened('institution-zibo.H2', 'InstitutionDesignated', '2022-01-01', { ...HOSPITAL, name: 'half\0a name' }),
      happened('institution-zibo.H1', 'InstitutionTierChanged', '2023-01-01', { tier: 3, from: '2023-01-01' }),
      ...odd.map((id) => contribution(id)),
      contribution('large', { personal: '90071992540000.00', amount: '90071992540000.00' }),
      visit('é'),
      reversal('é', '2023-04-01', { reason: 'nul \0 and "quotes"' }),
      happened('process-zibo.c1', 'ProcessStarted', '2023-03-01', { command: {} }),
    );
    const hashes = await Promise.all([inFolder, onServer].map((inPlace) => inPlace((place) => fresh(place, log))));
    expect(hashes[0]).toEqual(hashes[1]);
    expect(new Set(hashes[0]).size).toBe(VIEW_NAMES.length);
  });

  it('hold the same rows after random histories', async () => {
    await fc.assert(
      fc.asyncProperty(STEPS, async (steps) => {
        const log = new TestLog();
        await log.append(...eventsOf(steps));
        expect(await inFolder((place) => fresh(place, log))).toEqual(await onServer((place) => fresh(place, log)));
      }),
      { numRuns: 4 },
    );
  });
});

/** The hashes of a fresh replay. */
async function fresh(place: string, log: TestLog): Promise<readonly string[]> {
  const views = await Views.open(place, log.store);
  try {
    await views.catchUp();
    return await hashesOf(views);
  } finally {
    await views.close();
  }
}

const HOSPITAL = {
  name: 'Hospital',
  kind: 'medical',
  tier: 2,
  outpatientPooling: true,
  dualChannel: false,
  area: '370300',
  from: '2022-01-01',
} as const;
