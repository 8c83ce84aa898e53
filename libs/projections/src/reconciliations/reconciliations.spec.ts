import type { ReconciliationItem, ReconciliationRecorded } from '@gongji/core';
import fc from 'fast-check';
import { onEachEngine } from '../testing/engines.ts';
import { happened, reversal, visit } from '../testing/events.ts';
import { TestLog, type Written } from '../testing/log.ts';

const AMOUNTS = { total: '500.00', fund: '125.00', account: '0.00' };
const NONE = { count: 0, total: '0.00', fund: '0.00', account: '0.00' };

function recorded(
  reconciliationId: string,
  items: readonly ReconciliationItem[],
  more: Partial<ReconciliationRecorded> = {},
): Written {
  return happened('fund-zibo.2023', 'ReconciliationRecorded', '2023-04-01', {
    ...{ reconciliationId, institutionId: 'H1', from: '2023-03-01', to: '2023-03-31', insuranceType: '310' },
    ...{ clearingType: '11', refunds: 'excluded', accountInFund: false, digest: 'a'.repeat(64) },
    ...{ institution: NONE, ledger: NONE, items, upTo: '1', ...more },
  });
}

const alone = (settlementId: string, personId = 'P1', fund = '125.00'): ReconciliationItem => {
  return { kind: 'institution-only', settlementId, personId, institution: { ...AMOUNTS, fund } };
};
const missing = (settlementId: string, personId = 'P1'): ReconciliationItem => {
  return { kind: 'ledger-only', settlementId, personId, ledger: AMOUNTS };
};
const differing = (settlementId: string): ReconciliationItem => {
  return {
    kind: 'differing',
    settlementId,
    personId: 'P1',
    institution: { ...AMOUNTS, fund: '1.00' },
    ledger: AMOUNTS,
  };
};
const decided = (reconciliationId: string, item: number): Written =>
  happened('fund-zibo.2023', 'ReconciliationItemResolved', '2024-01-05', { reconciliationId, item, reason: 'typo' });

onEachEngine('open items', ({ withViews, runs }) => {
  const statesOf = async (batchSize: number, ...written: readonly Written[]) => {
    const log = new TestLog();
    await log.append(...written);
    return withViews(
      log,
      async (views) =>
        (await views.reconciliation.items('zibo')).rows.map(
          ({ settlementId, kind, state }) => `${String(settlementId)} ${kind} ${state}`,
        ),
      { batchSize },
    );
  };

  it.each<[string, readonly Written[], readonly string[]]>([
    ['stay open', [recorded('R', [alone('V1')])], ['V1 institution-only open']],
    ['end by a settlement that agrees', [recorded('R', [alone('V1')]), visit('P1')], ['V1 institution-only settled']],
    ['differ by one that does not', [recorded('R', [alone('V1', 'P1', '9.00')]), visit('P1')], ['V1 differing open']],
    [
      'take no notice of one at another institution or of another person',
      [recorded('R', [alone('V1')]), visit('P1', { institutionId: 'H2' }), visit('P2')],
      ['V1 institution-only open'],
    ],
    [
      'take no notice of one on another day',
      [recorded('R', [alone('V1')]), visit('P1', { date: '2023-04-01' })],
      ['V1 institution-only open'],
    ],
    [
      'end by a reversal years later',
      [visit('P1'), recorded('R', [missing('V1')]), reversal('P1', '2025-01-02')],
      ['V1 ledger-only reversed'],
    ],
    [
      'become one-sided by the reversal of what differed',
      [visit('P1'), recorded('R', [differing('V1')]), reversal('P1', '2023-05-02')],
      ['V1 institution-only open'],
    ],
    [
      'end by a decision',
      [recorded('R', [alone('V1'), alone('V2')]), decided('R', 2)],
      ['V1 institution-only open', 'V2 institution-only decided'],
    ],
    [
      'end by a later file of the same days, and go on where it tells them again',
      [recorded('R', [alone('V1'), alone('V2')]), recorded('S', [alone('V2')], { from: '2023-02-01' })],
      ['V1 institution-only agreed', 'V2 institution-only told-again', 'V2 institution-only open'],
    ],
    [
      'do not end by a file of other days, of another institution, or by totals alone',
      [
        recorded('R', [alone('V1')]),
        recorded('S', [], { from: '2023-03-02' }),
        recorded('T', [], { institutionId: 'H2' }),
        happened('fund-zibo.2023', 'ReconciliationRecorded', '2023-04-02', totals('U', [])),
      ],
      ['V1 institution-only open'],
    ],
    [
      'of totals end by later totals of the same days',
      [
        happened(
          'fund-zibo.2023',
          'ReconciliationRecorded',
          '2023-04-01',
          totals('R', [{ kind: 'totals', institution: AMOUNTS, ledger: AMOUNTS }]),
        ),
        happened('fund-zibo.2023', 'ReconciliationRecorded', '2023-04-02', totals('S', [])),
      ],
      ['null totals agreed'],
    ],
  ])('%s', async (_title, written, expected) => {
    for (const batchSize of [1, 100]) expect(await statesOf(batchSize, ...written)).toEqual(expected);
  });

  it('are counted by clearing type, kind and state, and paged', async () => {
    const log = new TestLog();
    await log.append(recorded('R', [alone('V1'), missing('V2'), alone('V3')]), decided('R', 3));
    await withViews(log, async (views) => {
      const { answer } = await views.reconciliation.figures('zibo', { institutionId: 'H1' });
      expect(answer.map(({ kind, state, items, institution }) => [kind, state, items, institution.fund])).toEqual([
        ['institution-only', 'decided', 1, '125.00'],
        ['institution-only', 'open', 1, '125.00'],
        ['ledger-only', 'open', 1, '0.00'],
      ]);
      const first = await views.reconciliation.items('zibo', { limit: 2 });
      const rest = await views.reconciliation.items('zibo', { after: first.next as string });
      expect([first.rows, rest.rows].map((rows) => rows.map(({ item }) => item))).toEqual([[1, 2], [3]]);
      expect((await views.reconciliation.recorded('zibo', { institutionId: 'H2' })).rows).toEqual([]);
      expect((await views.reconciliation.recorded('zibo')).rows).toMatchObject([
        { reconciliationId: 'R', date: '2023-04-01' },
      ]);
    });
  });

  it('are the same however the log was cut', async () => {
    const step = fc.tuple(fc.nat({ max: 5 }), fc.constantFrom('V1', 'V2'), fc.constantFrom('P1', 'P2'));
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 25 }), fc.integer({ min: 1, max: 6 }), async (steps, batchSize) => {
        const log = new TestLog();
        const written = steps.map(([what, visitId, personId], at): Written => {
          if (what < 2) return visit(personId, { visitId, pooled: what === 0 ? '125.00' : '9.00' });
          if (what === 2) return reversal(personId, '2023-05-01', { visitId });
          if (what === 3) return decided(`R${String(at - 1)}`, 1);
          return recorded(
            `R${String(at)}`,
            what === 4 ? [alone(visitId, personId)] : [missing(visitId, personId), alone('V9')],
          );
        });
        await log.append(...written.filter(possible()));
        const hash = (batch: number) =>
          withViews(log, (views) => views.stateHash('reconciliations'), { batchSize: batch });
        expect(await hash(batchSize)).toBe(await hash(1000));
      }),
      { numRuns: runs(15) },
    );
  });
});

function totals(reconciliationId: string, items: readonly ReconciliationItem[]): ReconciliationRecorded {
  const { digest: _rows, ...data } = recorded(reconciliationId, items).event.data as ReconciliationRecorded;
  return data;
}

/** A person's visit is settled once, and reversed once after that. */
function possible(): (written: Written) => boolean {
  const seen = new Set<string>();
  return ({ stream, event }) => {
    if (event.type !== 'VisitSettled' && event.type !== 'SettlementReversed') return true;
    const key = `${stream} ${event.data.visitId}`;
    const isPossible = event.type === 'VisitSettled' ? !seen.has(key) : seen.has(key) && !seen.has(`${key} reversed`);
    seen.add(event.type === 'VisitSettled' ? key : `${key} reversed`);
    return isPossible;
  };
}
