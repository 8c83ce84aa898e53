import { createReadStream } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { reconciliationOf } from '@gongji/application';
import { exact, measuredWarnings, type MeasuredWarning } from '@gongji/core';
import type { ReconciliationItemRow, Warning } from '@gongji/projections';
import { commandOf } from '../examples.ts';
import type { Step } from '../commands.ts';
import { openTestLedger, type TestLedger } from '../test-ledger.ts';
import {
  CLEARED,
  CLEARED_HOSPITAL,
  FAULTS,
  ground,
  MEASURED_HOSPITAL,
  MEASURED_MONTHS,
  nearBudget,
  NEAR_LINE,
} from './faults.ts';

const SAMPLES = fileURLToPath(new URL('../../../samples/', import.meta.url));

/** The months of the samples, and the one behind them in which the last faults lie. */
const MONTHS = ['2023', '2024', '2025'].flatMap((year) =>
  Array.from({ length: year === '2025' ? 4 : 12 }, (_, at) => `${year}-${String(at + 1).padStart(2, '0')}`),
);

/** What is watched over, and what was found. */
export interface Watched {
  /** Settled visits and claims less reversals. */
  readonly settlements: number;
  readonly warnings: readonly Warning[];
  readonly measured: readonly MeasuredWarning[];
  readonly items: readonly ReconciliationItemRow[];
}

/** A region's sample as it is, and with every fault planted in it. */
export async function watchedWithFaults(
  region: string,
): Promise<{ readonly before: Watched; readonly after: Watched }> {
  const ledger = await openTestLedger();
  try {
    await ledger.run(createReadStream(`${SAMPLES}${region}.ndjson`));
    const before = await watched(ledger, region);
    const { answer } = await ledger.views.lineBudgets(region, 2024);
    const spent = answer.find(({ line }) => line === NEAR_LINE)?.paid ?? {};
    const inYear = Object.entries(spent).filter(([month]) => month.startsWith('2024'));
    const sum = inYear.reduce((total, [, yuan]) => total.plus(yuan), exact('0'));
    const asked = FAULTS.filter(({ only }) => only === undefined || only.includes(region));
    await carryOut(ledger, region, [
      ...ground(region),
      ...asked.flatMap(({ commands }) => commands),
      nearBudget(NEAR_LINE, sum),
    ]);
    await reconcile(ledger, region);
    return { before, after: await watched(ledger, region) };
  } finally {
    await ledger.close();
  }
}

async function carryOut(ledger: TestLedger, region: string, steps: readonly Step[]): Promise<void> {
  const answers = await ledger.answers(
    steps.map((step, at) => commandOf({ commandId: `fault-${String(at)}`, ...step }, at, region)),
  );
  const refused = answers.flatMap((answer, at) => (answer.ok ? [] : [{ step: steps[at], error: answer.error }]));
  if (refused.length > 0) throw new Error(`A fault was refused: ${JSON.stringify(refused[0])}`);
  await ledger.views.catchUp();
}

/** The institution's file of September, and its totals of October. */
async function reconcile(ledger: TestLedger, region: string): Promise<void> {
  const about = { region, institutionId: CLEARED_HOSPITAL, date: '2024-10-31', clearingType: '11' };
  const rows: string[] = [];
  for (const { kind, told } of [...CLEARED, ...AGREED]) {
    if (told === undefined) continue;
    const settled = await ledger.views.settlement(region, 'fault-cleared', kind);
    const [total, fund] = told(settled?.total ?? '0.00', settled?.pooled ?? '0.00');
    rows.push([kind, kind, 'fault-cleared', total, fund, '0.00', '0'].join('\t'));
  }
  const file = (async function* () {
    yield Buffer.from(rows.map((row) => `${row}\n`).join(''));
  })();
  const september = { ...about, from: '2024-09-01', to: '2024-09-30' };
  const answer = await ledger.ledger.submit(await reconciliationOf(september, file, ledger.views));
  if (!answer.ok) throw new Error(answer.error.message);
  const october = { ...about, from: '2024-10-01', to: '2024-10-31', insuranceType: '310' };
  const totals = { count: 1, total: '9.00', fund: '0.00', account: '0.00' };
  await carryOut(ledger, region, [
    { type: 'RecordReconciliation', reconciliationId: 'wrong-totals', commandId: 'october', ...october, totals },
  ]);
}

const AGREED = ['agreed-1', 'agreed-2'].map((kind) => ({
  kind,
  told: (total: string, fund: string) => [total, fund] as const,
}));

async function watched({ views }: TestLedger, region: string): Promise<Watched> {
  await views.catchUp();
  const warnings: Warning[] = [];
  for (let after: string | null = '0'; after !== null;) {
    const page: Awaited<ReturnType<typeof views.warnings>> = await views.warnings(region, { after, limit: 1000 });
    warnings.push(...page.rows);
    after = page.next;
  }
  const measured: MeasuredWarning[] = [];
  for (const month of MONTHS) measured.push(...measuredWarnings((await views.monthFigures(region, month)).answer));
  const { rows: items } = await views.reconciliation.items(region, { limit: 1000 });
  const { visits: settlements } = await views.fund(region, '2023-01-01', '2025-12-31');
  return { settlements, warnings, measured, items };
}

/** Whether a warning was raised by what was planted. */
export function isOfFault(warning: Warning | MeasuredWarning): boolean {
  const { institutionId } = warning;
  if (institutionId?.startsWith('fault-') === true) return true;
  if ('evidence' in warning) return warning.personId === null || warning.personId.startsWith('fault-');
  return warning.line !== null || (warning.rule === 'realised-share-low' && warning.month >= '2025-01');
}

/** Whether a fault was found by what was to find it, where it was planted. */
export function isFound({ kind, foundBy }: (typeof FAULTS)[number], { warnings, measured, items }: Watched): boolean {
  if ('warning' in foundBy) {
    const isOwn = ({ personId }: Warning): boolean =>
      personId === `fault-${kind}` || (personId === null && foundBy.warning === 'late-claim');
    return warnings.some((warning) => warning.rule === foundBy.warning && isOwn(warning));
  }
  if ('measured' in foundBy) {
    return measured.some(
      (warning) =>
        warning.rule === foundBy.measured &&
        isOfFault(warning) &&
        (MEASURED_MONTHS as readonly string[]).includes(warning.month) &&
        (warning.institutionId ?? MEASURED_HOSPITAL) === MEASURED_HOSPITAL,
    );
  }
  return items.some(
    (item) =>
      item.kind === foundBy.reconciliation &&
      item.state === 'open' &&
      (item.settlementId === kind || item.reconciliationId === kind),
  );
}
