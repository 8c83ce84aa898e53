import { SqliteEventStore } from '@gongji/event-store-sqlite';
import { CARE_GROUPS, Views, type CareGroup } from '@gongji/projections';
import { REGION, YEAR } from './workload.ts';

/** How long a question took, in milliseconds. */
export interface ReportTime {
  readonly name: string;
  /** The first time, when nothing of it is in the connection's memory. */
  readonly firstMs: number;
  /** The fastest of some further times. */
  readonly againMs: number;
}

/** The read to which all others are compared: one row by its key. */
export const INDEXED_READ = 'one settlement by its key';

const REPEATS = 3;

/** Questions about a whole year; the workload's first visit stands for the single row. */
function questions(views: Views, year: number): { readonly [name: string]: () => Promise<unknown> } {
  const months = { from: `${String(year)}-01`, to: `${String(year)}-12` };
  const days = { from: `${String(year)}-01-01`, to: `${String(year)}-12-31` };
  const by = Object.keys(CARE_GROUPS) as readonly CareGroup[];
  return {
    [INDEXED_READ]: () => views.settlement(REGION, 'P0', 'V-a-0'),
    ...Object.fromEntries(
      by.map((group) => [`care by ${group}`, () => views.careStatistics(REGION, { ...months, by: group })]),
    ),
    fund: () => views.fund(REGION, days.from, days.to),
    'fund by month': () => views.fundStatistics(REGION, months),
    'figures for indicators': () => views.institutionMonths(REGION, months),
    'figures for warnings': () => views.monthFigures(REGION, months.to),
    'budgets and payments': () => views.lineBudgets(REGION, year),
    'sums of the books': () => views.monthSums(REGION, months.to),
    'closed months': () => views.closedMonths(REGION, year),
    journal: () => views.journal({ region: REGION, month: months.to }),
    warnings: () => views.warnings(REGION, months),
    'warnings of one rule': () => views.warnings(REGION, { ...months, rule: 'late-claim' }),
    payables: () => views.wholeRegion.payables(REGION, months),
    payments: () => views.payments(REGION),
    balances: () => views.balances(REGION),
    "an institution's side": () => views.reconciliation.side({ region: REGION, institutionId: 'H1', ...days }),
    'institutions by month': () => views.wholeRegion.institutionSums(REGION, days),
  };
}

/** Asks each question of views that are caught up. */
export async function timedReports(folder: string, place: string): Promise<readonly ReportTime[]> {
  const store = await SqliteEventStore.open(folder, { readOnly: true });
  const views = await Views.open(place, store);
  const times: ReportTime[] = [];
  for (const [name, ask] of Object.entries(questions(views, YEAR))) {
    const [firstMs = NaN, ...further] = await timesOf(ask, 1 + REPEATS);
    times.push({ name, firstMs, againMs: Math.min(...further) });
  }
  await views.close();
  await store.close();
  return times;
}

async function timesOf(ask: () => Promise<unknown>, count: number): Promise<readonly number[]> {
  const times: number[] = [];
  while (times.length < count) {
    const start = performance.now();
    await ask();
    times.push(performance.now() - start);
  }
  return times;
}
