import { join } from 'node:path';
import { simulateLedger } from '@gongji/api/simulation';
import { verifyLedger } from '@gongji/api/verification';
import type { RecordedEvent } from '@gongji/event-store';
import { SqliteEventStore } from '@gongji/event-store-sqlite';
import { checkProof, KeyFolder, Prover, sealLedger, TreeFiles } from '@gongji/proof';
import { timed, type Time } from './time.ts';
import { REGION } from './workload.ts';

export type AuditWork = 'reading' | 'sealing' | 'verifying' | 'verifying with views' | 'simulating' | 'proving';

export interface AuditFigures extends Time {
  /** What the time was for: events, settlements, proofs. */
  readonly count: number;
  /** Of proofs. */
  readonly proof?: { readonly makeMs: number; readonly checkMs: number; readonly bytes: number };
}

/** Proofs that are made and checked. */
const PROOFS = 200;

/** What an auditor does with the ledger in a folder. */
export const AUDITS: { readonly [work in AuditWork]: (folder: string) => Promise<AuditFigures> } = {
  reading: async (folder) => {
    const store = await SqliteEventStore.open(folder, { readOnly: true });
    let count = 0;
    const time = await timed(async () => {
      for await (const page of store.readAll()) {
        for (const { data, metadata } of page) {
          if (JSON.parse(data) === null || JSON.parse(metadata) === null) throw new Error('an event is empty');
        }
        count += page.length;
      }
    });
    await store.close();
    return { ...time, count };
  },
  sealing,
  verifying: (folder) => verifying(folder, join(folder, 'no-views')),
  'verifying with views': (folder) => verifying(folder, folder),
  simulating: async (folder) => {
    let count = 0;
    const changes = { rows: [{ row: 'ordinary.deductible', value: '150.00' }], parameters: [] };
    const time = await timed(async () => {
      const report = await simulateLedger({ place: { folder }, region: REGION, changes });
      if (report.changed === 0) throw new Error('the other deductible changed nothing');
      count = report.settlements;
    });
    return { ...time, count };
  },
  proving,
};

async function sealing(folder: string): Promise<AuditFigures> {
  const keys = new KeyFolder(join(folder, 'keys'));
  if (!keys.exists) await keys.rotate('bench/ledger');
  const signer = await keys.signer();
  const store = await SqliteEventStore.open(folder);
  const tree = new TreeFiles(join(folder, 'tree'));
  const before = tree.size;
  const time = await timed(() => sealLedger({ store, tree, signer, regions: [REGION], clock: () => new Date() }));
  const count = tree.size - before;
  tree.close();
  await store.close();
  return { ...time, count };
}

async function verifying(folder: string, views: string): Promise<AuditFigures> {
  const keys = (await new KeyFolder(join(folder, 'keys')).verifiers()).map(({ text }) => text);
  let count = 0;
  const time = await timed(async () => {
    const report = await verifyLedger({ place: { folder, views }, keys });
    if (!report.ok) throw new Error(`the ledger does not verify: ${String(report.problems[0]?.message)}`);
    count = report.events;
  });
  return { ...time, count };
}

/** The settlements at the log's beginning, each with a proof of its own under the last seal. */
async function proving(folder: string): Promise<AuditFigures> {
  const keys = await new KeyFolder(join(folder, 'keys')).verifiers();
  const store = await SqliteEventStore.open(folder, { readOnly: true });
  const prover = new Prover(store, join(folder, 'tree'));
  const settled = await settlements(store);
  const made: number[] = [];
  const checked: number[] = [];
  let bytes = 0;
  const time = await timed(async () => {
    for (const { stream, data } of settled) {
      const { visitId } = JSON.parse(data) as { readonly visitId: string };
      const start = performance.now();
      const text = await prover.settlement(
        { region: REGION, personId: stream.slice(stream.indexOf('.') + 1) },
        visitId,
      );
      const middle = performance.now();
      checkProof(text, keys);
      checked.push(performance.now() - middle);
      made.push(middle - start);
      bytes = Math.max(bytes, Buffer.byteLength(text));
    }
  });
  await store.close();
  return { ...time, count: settled.length, proof: { makeMs: typical(made), checkMs: typical(checked), bytes } };
}

async function settlements(store: SqliteEventStore): Promise<readonly RecordedEvent[]> {
  const found: RecordedEvent[] = [];
  for await (const page of store.readAll()) {
    found.push(...page.filter(({ type }) => type === 'VisitSettled'));
    if (found.length >= PROOFS) break;
  }
  return found.slice(0, PROOFS);
}

function typical(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? NaN;
}
