import { expect, test } from '@jest/globals';
import { accessStream, type ReportExported } from '@gongji/core';
import { MemoryEventStore, StoreUnavailable } from '@gongji/event-store';
import { checkChain } from '../testing/check-chain.ts';
import { logOf } from '../testing/open-ledger.ts';
import { recordExport } from './record-export.ts';

const now = new Date('2024-01-01T20:00:00Z');

function exported(exportId: string): ReportExported {
  const about = { report: 'settlements', format: 'csv', filter: { month: '2023-03' }, upTo: '7', seal: null } as const;
  return { ...about, exportId, rows: 3, sha256: '0'.repeat(64) };
}

test('an export is an event of its region, on the day that it is in China, by whoever asked', async () => {
  const store = new MemoryEventStore();
  expect(await recordExport(store, { region: 'zibo', actor: 'auditor', now, exported: exported('e') })).toBe(1n);
  const [event] = await logOf(store);
  expect(event).toMatchObject({ stream: accessStream('zibo'), type: 'ReportExported' });
  expect(JSON.parse(event?.data ?? '')).toEqual(exported('e'));
  expect(JSON.parse(event?.metadata ?? '')).toMatchObject({ actor: 'auditor', occurredOn: '2024-01-02' });
});

test('many at once are recorded each, in one chain', async () => {
  const store = new MemoryEventStore();
  const ids = Array.from({ length: 20 }, (_, at) => `e-${String(at)}`);
  const positions = await Promise.all(
    ids.map((id) => recordExport(store, { region: 'zibo', actor: 'a', now, exported: exported(id) })),
  );
  expect(new Set(positions).size).toBe(20);
  expect((await logOf(store)).map(({ data }) => (JSON.parse(data) as ReportExported).exportId).sort()).toEqual(
    ids.sort(),
  );
  await checkChain(store);
});

test('where the store does not say that it is written, nothing may be handed out', async () => {
  const store = new MemoryEventStore();
  store.append = () => Promise.reject(new StoreUnavailable('The disk is full.', 'full'));
  await expect(recordExport(store, { region: 'zibo', actor: 'a', now, exported: exported('e') })).rejects.toThrow(
    'full',
  );
  store.append = () => Promise.resolve([{ outcome: 'conflict', actualRevision: 3n }]);
  await expect(recordExport(store, { region: 'zibo', actor: 'a', now, exported: exported('e') })).rejects.toThrow(
    'recorded',
  );
});
