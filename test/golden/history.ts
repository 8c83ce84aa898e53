import { Ledger, Policies, recordExport } from '@gongji/application';
import { canonical, Policy, type Json, type ReportExported } from '@gongji/core';
import { MemoryEventStore, type EventStore, type RecordedEvent } from '@gongji/event-store';
import { loadPacks } from '@gongji/packs';
import { Views } from '@gongji/projections';
import { readSigner, sealLedger, TreeFiles } from '@gongji/proof';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  approve,
  certify,
  claim,
  contract,
  contribution,
  creditMonth,
  decideCase,
  enrol,
  expense,
  handOver,
  INSTITUTIONS,
  link,
  medical,
  MEMBER,
  ON_JOB,
  openCase,
  person,
  premium,
  publish,
  recover,
  register,
  retire,
  RETIRED,
  stay,
  suspend,
  topUp,
  visit,
  type Step,
} from '../support/commands.ts';
import { commandOf } from '../support/examples.ts';

/** One life of everything that can happen: its events are of every type that the program writes. */
export const HISTORY: readonly Step[] = [
  publish({ averagePension: '4000.00', 'legacy.retireeCredit.from-age-0': '100.00', 'chronic.rate': '0.70' }),
  publish({ 'legacy.employerCreditRate.from-age-0': '0.01', 'contribution.rate.on-job': '0.09' }),
  ...INSTITUTIONS.slice(0, 7),
  medical('H9', 1),
  { type: 'ChangeInstitutionTier', institutionId: 'H9', tier: 2, from: '2023-02-01' },
  { type: 'SuspendDesignation', institutionId: 'H9', from: '2023-03-01' },
  { type: 'ResumeDesignation', institutionId: 'H9', from: '2023-04-01' },
  { type: 'EndDesignation', institutionId: 'H9', from: '2023-05-01' },
  ON_JOB,
  MEMBER,
  { ...RETIRED, personId: 'R' },
  enrol({ personId: 'T' }),
  enrol({ personId: 'U' }),
  enrol({ personId: 'W' }),
  suspend('2023-08-01'),
  { type: 'ResumeEntitlement', from: '2023-08-02' },
  register('resettled', '2023-06-01'),
  { type: 'EndOutOfAreaCare', area: '330100', from: '2023-06-02' },
  certify('chronic', 'copd'),
  link(),
  link({ memberId: 'child', relation: 'child', insuredArea: '440300' }),
  { type: 'UnlinkFamilyMember', memberId: 'child', from: '2023-02-01' },
  contribution('2023-01', '5000.00'),
  contribution('2023-02', '5000.00'),
  { type: 'ReverseContribution', month: '2023-02', reason: 'paid twice', date: '2023-02-20' },
  creditMonth('2023-01'),
  topUp('1000.00'),
  { ...topUp('20.00'), personId: 'T' },
  { ...topUp('30.00'), personId: 'U' },
  { ...topUp('40.00'), personId: 'W' },
  { type: 'AdjustAccount', adjustmentId: 'A', direction: 'debit', amount: '5.00', reason: 'error', date: '2023-01-03' },
  { type: 'TransferAccountIn', transferId: 'T', amount: '7.00', from: '330100', date: '2023-01-04' },
  visit('H1', '300.00', '2023-03-01', { visitId: 'V1', account: {}, examination: '20.00', outOfCatalogue: '10.00' }),
  visit('H2', '600.00', '2023-03-02', { visitId: 'V2', programme: 'chronic', condition: 'copd' }),
  visit('H2', '80.00', '2023-03-03', { visitId: 'V3', personId: 'M', account: { ownerId: 'P', limit: '60.00' } }),
  { type: 'ReverseSettlement', visitId: 'V1', date: '2023-03-05', reason: 'wrong person' },
  { type: 'ReverseSettlement', personId: 'M', visitId: 'V3', date: '2023-03-06', reason: 'wrong visit' },
  expense('medical', '12.00'),
  premium('long-term-care', '15.00', { beneficiaryId: 'M' }),
  stay('2023-04-01', '2023-04-05', '3000.00'),
  claim('H3', '2000.00', '2023-05-01', '2023-05-20'),
  approve('2023-05-25'),
  claim('H3', '100.00', '2023-05-02', '2023-05-20', { claimId: 'C2', visitId: 'CV2' }),
  { type: 'RejectClaim', actor: 'reviewer', claimId: 'C2', date: '2023-05-26', reason: 'illegible' },
  { type: 'TransferAccountOut', personId: 'T', to: '330100', date: '2023-06-01' },
  { type: 'RefundAccount', personId: 'U', reason: 'abroad', date: '2023-06-02' },
  { type: 'InheritAccount', personId: 'W', deathDate: '2023-06-03', heir: 'heir-1', date: '2023-06-30' },
  retire('2023-09-15'),
  { type: 'CarryOverYear', year: 2023 },
  { type: 'CloseYear', year: 2023 },
  { type: 'PayInstitution', institutionId: 'H2', month: '2023-03', actor: 'accountant' },
  { type: 'ReverseSettlement', visitId: 'V2', date: '2024-01-08', reason: 'wrong day' },
  { type: 'ApprovePayment', paymentId: 'H2-2023-03-1', actor: 'cashier' },
  { type: 'ReverseSettlement', visitId: 'CV1', date: '2024-01-09', reason: 'paid elsewhere' },
  { type: 'SetBudget', year: 2024, line: 'ordinary', amount: '1000000.00' },
  { type: 'CloseMonth', month: '2024-01' },
  openCase({ date: '2024-02-01', about: { visits: [{ personId: 'P', visitId: 'V2' }], warnings: ['960'] } }),
  decideCase('80.00', { date: '2024-03-01', article: '17' }),
  handOver('market-regulation', { date: '2024-03-02' }),
  recover('30.00', 'B1', { date: '2024-04-01' }),
  {
    ...{ type: 'RecordReconciliation', reconciliationId: 'H2-1', institutionId: 'H2', date: '2024-02-01' },
    ...{ from: '2023-03-01', to: '2023-03-31', insuranceType: '310', clearingType: '11', digest: 'a'.repeat(64) },
    totals: { count: 1, total: '90.00', fund: '40.00', account: '0.00' },
    differences: [
      { settlementId: 'V9', personId: 'P', institution: { total: '90.00', fund: '40.00', account: '0.00' } },
    ],
  },
  {
    ...{ type: 'ResolveReconciliationItem', year: 2024, reconciliationId: 'H2-1', item: 1 },
    ...{ reason: 'asked for twice', date: '2024-02-05' },
  },
  visit('H2', '600.00', '2024-02-01', { visitId: 'V4', programme: 'chronic', condition: 'copd' }),
  { type: 'PayInstitution', institutionId: 'H2', month: '2024-02', actor: 'accountant' },
  { type: 'ApprovePayment', paymentId: 'H2-2024-02-1', actor: 'cashier' },
  { type: 'RecordPayment', paymentId: 'H2-2024-02-1', date: '2024-03-04', reference: 'B-17', actor: 'paymaster' },
  contract('H2', '2024-03', 'per-disease', {
    ...{ perCase: [{ programme: 'chronic', amount: '40.00' }], depositRate: '0.05', prepayment: '10.00' },
    actor: 'accountant',
  }),
  {
    ...{ type: 'RecordAssessment', institutionId: 'H2', assessmentId: 'A1', year: 2024, score: '88.5', result: 'fair' },
    ...{ deductionRate: '0.01', reason: 'reports late', date: '2024-04-01' },
  },
  { type: 'PayPrepayment', institutionId: 'H2', month: '2024-03', actor: 'accountant' },
  { type: 'ApprovePayment', paymentId: 'H2-2024-03-1', actor: 'cashier' },
  { type: 'RecordPayment', paymentId: 'H2-2024-03-1', date: '2024-03-05', reference: 'B-18', actor: 'paymaster' },
  visit('H2', '600.00', '2024-03-01', { visitId: 'V5', programme: 'chronic', condition: 'copd' }),
  { type: 'PayInstitution', institutionId: 'H2', month: '2024-03', actor: 'accountant' },
  { type: 'ApprovePayment', paymentId: 'H2-2024-03-2', actor: 'cashier' },
  { type: 'ClearInstitution', institutionId: 'H2', year: 2024, actor: 'accountant' },
  { type: 'ApprovePayment', paymentId: 'H2-2024-12-1', actor: 'cashier' },
  { type: 'AssignAgency', institutionId: 'H2', agency: '沂源县医疗保险事业中心', from: '2024-01-01' },
];

/** Stands for the packs' hash in golden events: what they must not depend on is the rest of a document. */
const PACK_HASH = '0'.repeat(64);

/** The golden export: it knows the log up to the seal. */
const EXPORTED: ReportExported = {
  exportId: '00000000-0000-4000-8000-000000000000',
  report: 'settlements',
  format: 'csv',
  filter: { month: '2023-03' },
  rows: 3,
  upTo: '78',
  seal: { treeSize: 78, position: '78', rootHash: '0'.repeat(64) },
  sha256: '0'.repeat(64),
};

/** Signs the golden seal and nothing else: the signature of a key does not change. */
export const SIGNER = readSigner('PRIVATE+KEY+zibo.example/golden+9234a5eb+AVElUlUL9XYIYglst3HMsETXqzRtD3LNgyvdC1XQGOoD');

const CLOCK = (): Date => new Date('2025-01-01T00:00:00Z');

/** Carries commands out on a store in memory while the clock stands still, and seals it. @returns the log. */
export async function written(steps: readonly Step[]): Promise<readonly RecordedEvent[]> {
  const folder = await mkdtemp(join(tmpdir(), 'gongji-golden-'));
  const store = new MemoryEventStore();
  const views = await Views.open(folder, store);
  const policies = await goldenPolicies();
  const ledger = await Ledger.open({ store, views, policies, clock: CLOCK });
  const tree = new TreeFiles(join(folder, 'tree'));
  try {
    for (const [at, step] of steps.entries()) {
      const answer = await ledger.submit(commandOf(step, at, 'zibo') as unknown as Parameters<Ledger['submit']>[0]);
      if (!answer.ok) throw new Error(`${step.type} ${String(at)}: ${answer.error.message}`);
    }
    await ledger.idle();
    await sealLedger({ store, tree, signer: SIGNER, clock: CLOCK, regions: ['zibo'] });
    await recordExport(store, { region: 'zibo', actor: 'auditor', now: CLOCK(), exported: EXPORTED });
    return await logOf(store);
  } finally {
    tree.close();
    await views.close();
    await rm(folder, { recursive: true });
  }
}

/** The rules that decide the golden history. */
export async function goldenPolicies(): Promise<Policies> {
  const packs = [...(await loadPacks()).values()];
  return new Policies(packs.map(({ pack, supervision }) => new Policy(pack, PACK_HASH, supervision)));
}

export async function logOf(store: EventStore): Promise<readonly RecordedEvent[]> {
  const log: RecordedEvent[] = [];
  for await (const page of store.readAll()) log.push(...page);
  return log;
}

/** An event as a line of a golden file: data and metadata stand in it in the canonical form in which they are stored. */
export function lineOf({ stream, revision, eventId, type, data, metadata }: RecordedEvent): string {
  const about = { stream, revision: Number(revision), eventId, type };
  return canonical({ ...about, data: JSON.parse(data) as Json, metadata: JSON.parse(metadata) as Json });
}

/** The stored events of a golden file, appended to a store as they were. */
export async function restored(lines: readonly string[]): Promise<MemoryEventStore> {
  const store = new MemoryEventStore();
  for (const line of lines) {
    const { stream, revision, eventId, type, data, metadata } = JSON.parse(line) as {
      readonly [field in 'stream' | 'eventId' | 'type']: string;
    } & { readonly revision: number; readonly data: Json; readonly metadata: Json };
    const event = { eventId, type, data: canonical(data), metadata: canonical(metadata) };
    const [result] = await store.append([{ stream, expectedRevision: BigInt(revision) - 1n, events: [event] }]);
    if (result?.outcome !== 'appended') throw new Error(`${type} of ${stream} does not follow`);
  }
  return store;
}

/** A question at the end, so that what was read can be seen. */
export const QUESTION = person({ personId: 'P' });
