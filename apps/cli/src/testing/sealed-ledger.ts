import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { jest } from '@jest/globals';
import type { VerificationReport } from '@gongji/proof';
import Database from 'libsql';
import { main } from '../main.ts';

const SAMPLE = fileURLToPath(new URL('../../../../samples/zibo.ndjson', import.meta.url));

/** Persons of the sample that are kept: two of a family among them, whose accounts pay for each other. */
const PERSONS = new Set(['zb-001', 'zb-002', 'zb-003', 'zb-004', 'zb-009', 'zb-010']);

/** Runs the command line in this process. @returns its exit status and what it printed. */
export async function gongji(...args: readonly string[]): Promise<{ readonly status: number; readonly out: string }> {
  const printed: string[] = [];
  const out = jest.spyOn(process.stdout, 'write').mockImplementation((text) => printed.push(String(text)) > 0);
  const err = jest.spyOn(process.stderr, 'write').mockImplementation(() => true);
  try {
    return { status: await main(['node', 'gongji', ...args]), out: printed.join('') };
  } finally {
    out.mockRestore();
    err.mockRestore();
  }
}

/** Pays every institution of the sample for a month, by two people, sets a budget, and closes two months. */
function payments(commands: readonly string[]): readonly string[] {
  const told = commands.map((line) => JSON.parse(line) as { readonly type: string; readonly institutionId?: string });
  const designated = told
    .filter(({ type }) => type === 'DesignateInstitution')
    .map(({ institutionId }) => institutionId);
  const steps = designated.flatMap((institutionId) => [
    { type: 'PayInstitution', institutionId, month: '2024-03', actor: 'accountant' },
    { type: 'ApprovePayment', paymentId: `${String(institutionId)}-2024-03-1`, actor: 'cashier' },
  ]);
  const budget = { type: 'SetBudget', year: 2025, line: 'ordinary', amount: '1000000.00' };
  const closings = ['2024-01', '2024-02'].map((month) => ({ type: 'CloseMonth', month }));
  const [first = ''] = designated;
  return [...steps, budget, ...closings, ...supervision(first), ...contract(first)].map((step, at) =>
    JSON.stringify({ commandId: `payment-${String(at)}`, region: 'zibo', ...step }),
  );
}

/** A case about an institution: opened, decided by another person, handed over, and money that came back. */
function supervision(institutionId: string): readonly object[] {
  const of = { caseId: 'K1', reason: 'two places at once' };
  const [about, outcome] = [{ institutionId, warnings: ['3200'] }, 'violation-found'];
  return [
    { type: 'OpenCase', ...of, date: '2025-01-02', violation: 'impersonation', about, actor: 'inspector' },
    {
      type: 'DecideCase',
      ...of,
      date: '2025-01-03',
      outcome,
      amountToRecover: '90.00',
      article: '17',
      actor: 'reviewer',
    },
    { type: 'HandOverCase', ...of, date: '2025-01-04', authority: 'market-regulation' },
    { type: 'RecordRecovery', caseId: 'K1', date: '2025-01-05', amount: '40.00', reference: 'B1' },
  ];
}

/** A contract by the case with an institution, an assessment, a prepayment, a month's payment and the clearing of the year. */
function contract(institutionId: string): readonly object[] {
  const perCase = [{ programme: 'chronic', amount: '90.00' }];
  const terms = { from: '2024-04', method: 'per-disease', perCase, depositRate: '0.05', prepayment: '500.00' };
  const assessed = { assessmentId: 'A1', year: 2024, result: 'fair', deductionRate: '0.01', reason: 'late reports' };
  const id = (month: string): string => `${institutionId}-${month}-1`;
  return [
    { type: 'AgreeContract', institutionId, ...terms, basis: 'agreement of 2024' },
    { type: 'RecordAssessment', institutionId, ...assessed, date: '2025-01-05' },
    { type: 'PayPrepayment', institutionId, month: '2024-04', actor: 'accountant' },
    { type: 'ApprovePayment', paymentId: id('2024-04'), actor: 'cashier' },
    { type: 'RecordPayment', paymentId: id('2024-04'), date: '2024-04-02', reference: 'B1', actor: 'paymaster' },
    { type: 'PayInstitution', institutionId, month: '2024-05', actor: 'accountant' },
    { type: 'ApprovePayment', paymentId: id('2024-05'), actor: 'cashier' },
    { type: 'ClearInstitution', institutionId, year: 2024, actor: 'accountant' },
    { type: 'ApprovePayment', paymentId: id('2024-12'), actor: 'cashier' },
    { type: 'RecordPayment', paymentId: id('2024-12'), date: '2025-01-09', reference: 'B2', actor: 'paymaster' },
  ];
}

/** Reconciles a month with an institution that tells one visit which nobody settled. */
async function reconcile(ledger: SealedLedger): Promise<void> {
  const rows = ledger.file('rows.tsv');
  writeFileSync(rows, 'nowhere\tnowhere\tzb-001\t10.00\t5.00\t0.00\t0\n');
  const about = ['--region', 'zibo', '--institution', 'zb-h23', '--month', '2024-03', '--date', '2024-04-02'];
  const { status, out } = await gongji('reconcile', rows, ...about, '--store', ledger.original);
  if (status !== 0) throw new Error(`reconcile ended with ${String(status)}: ${out}`);
}

/** The sample pays for everybody's visits; here, institutions are paid for those of the persons who are kept. */
const OF_PAYMENTS =
  /^(AgreeContract|RecordAssessment|PayPrepayment|PayInstitution|ClearInstitution|ApprovePayment|RecordPayment)$/;

/** The sample's commands of a few persons, with all that concerns the region but payments. */
export function sampleCommands(): readonly string[] {
  return readFileSync(SAMPLE, 'utf8')
    .trim()
    .split('\n')
    .filter((line) => {
      const { type, personId } = JSON.parse(line) as { readonly type: string; readonly personId?: string };
      if (type.endsWith('Claim') || OF_PAYMENTS.test(type)) return false;
      return personId === undefined ? type !== 'GetFund' : PERSONS.has(personId);
    });
}

/** A sealed ledger on real files, and what an auditor kept outside it. */
export class SealedLedger {
  private copies = 0;

  private constructor(private readonly root: string) {}

  /** Runs the commands and seals after the first half and at the end. */
  static async make(): Promise<SealedLedger> {
    const root = mkdtempSync(join(tmpdir(), 'gongji-attack-'));
    const ledger = new SealedLedger(root);
    const sample = sampleCommands();
    const commands = [...sample, ...payments(sample)];
    const middle = Math.floor(commands.length / 2);
    await gongji('key', 'new', '--store', ledger.original, '--name', 'zibo.example/ledger');
    for (const [at, part] of [commands.slice(0, middle), commands.slice(middle)].entries()) {
      const file = join(root, `commands-${String(at)}.ndjson`);
      writeFileSync(file, `${part.join('\n')}\n`);
      await gongji('run', file, '--store', ledger.original);
      if (at === 1) await reconcile(ledger);
      writeFileSync(ledger.checkpoint, (await gongji('seal', '--store', ledger.original)).out);
    }
    writeFileSync(ledger.key, (await gongji('key', 'list', '--store', ledger.original)).out);
    return ledger;
  }

  get original(): string {
    return join(this.root, 'ledger');
  }

  /** The public key, as a third party keeps it. */
  get key(): string {
    return join(this.root, 'zibo.pub');
  }

  /** The last checkpoint, likewise. */
  get checkpoint(): string {
    return join(this.root, 'checkpoint.txt');
  }

  file(name: string): string {
    return join(this.root, name);
  }

  /** A copy that may be tampered with. */
  copy(): string {
    this.copies += 1;
    const folder = join(this.root, `copy-${String(this.copies)}`);
    cpSync(this.original, folder, { recursive: true });
    return folder;
  }

  /** What an auditor finds who believes the kept key, and a kept checkpoint where one is named. */
  async verified(folder: string, ...args: readonly string[]): Promise<VerificationReport> {
    const { out, status } = await gongji('verify', '--store', folder, '--key', this.key, '--json', ...args);
    const report = JSON.parse(out) as VerificationReport;
    if (status !== (report.ok ? 0 : 1)) throw new Error(`verify ended with ${String(status)}`);
    return report;
  }

  remove(): void {
    rmSync(this.root, { recursive: true, force: true });
  }
}

/** An event's row as the file holds it. */
export interface EventRow {
  readonly position: number;
  readonly stream: number;
  readonly name: string;
  readonly revision: number;
  readonly type: string;
  readonly data: string;
  readonly metadata: string;
}

/** Opens a ledger's file as an attacker would. */
export function tamper<T>(folder: string, file: string, change: (database: Database.Database) => T): T {
  const database = new Database(join(folder, file));
  try {
    return change(database);
  } finally {
    database.close();
  }
}

export function rowsOf(database: Database.Database): readonly EventRow[] {
  const log =
    'SELECT e.position, e.stream, s.name, e.revision, e.type, e.data, e.metadata FROM events e JOIN streams s ON s.id = e.stream';
  return database.prepare(`${log} ORDER BY e.position`).all([]) as EventRow[];
}
