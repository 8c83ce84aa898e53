import { monthOf } from '@gongji/core';
import type { LogEvent } from '../framework/log-event.ts';
import type { Row } from '../framework/table.ts';
import type { Writer } from '../framework/writer.ts';
import type { Projection } from '../projection.ts';
import { agencyOf, budgetOf, careOf, fundRowsOf, plus, takenBack, type CareRow } from './count.ts';
import { AGENCIES, BUDGETS, CARE_DIMENSIONS, CARE_STATISTICS, COUNTED_VISITS, FUND_STATISTICS } from './table.ts';

export const statisticsProjection: Projection = {
  name: 'statistics',
  version: 3,
  tables: [CARE_STATISTICS, COUNTED_VISITS, FUND_STATISTICS, BUDGETS, AGENCIES],
  types: [
    'VisitSettled',
    'ReimbursementSettled',
    'SettlementReversed',
    'ContributionRecorded',
    'ContributionReversed',
    'AccountCredited',
    'AccountDebited',
    'PremiumPaid',
    'AmountRecovered',
    'BudgetSet',
    'AgencyAssigned',
  ],
  async project(batch, writer) {
    const visits = new Map<string, Row<typeof COUNTED_VISITS>>();
    const care = new Map<string, CareRow>();
    const fund = new Map<string, Row<typeof FUND_STATISTICS>>();
    const budgets = new Map<string, Row<typeof BUDGETS>>();
    const agencies = new Map<string, Row<typeof AGENCIES>>();
    for (const event of batch) {
      const row = await careRowOf(event, visits, writer);
      if (row !== undefined) add(care, [row.region, row.month, ...CARE_DIMENSIONS.map((column) => row[column])], row);
      for (const line of fundRowsOf(event)) {
        add(fund, [line.region, line.month, line.heading, line.detail, line.institution_id], line);
      }
      const budget = budgetOf(event);
      if (budget !== undefined) budgets.set(`${budget.region} ${String(budget.year)} ${budget.line}`, budget);
      const agency = agencyOf(event);
      if (agency !== undefined)
        agencies.set(JSON.stringify([agency.institution_id, agency.from_month, event.region]), agency);
    }
    await writer.insert(COUNTED_VISITS, visits.values());
    await writer.add(CARE_STATISTICS, care.values());
    await writer.add(FUND_STATISTICS, fund.values());
    await writer.replace(BUDGETS, budgets.values());
    await writer.replace(AGENCIES, agencies.values());
  },
};

function add<T extends CareRow | Row<typeof FUND_STATISTICS>>(
  sums: Map<string, T>,
  key: readonly string[],
  row: T,
): void {
  const text = JSON.stringify(key);
  const sum = sums.get(text);
  sums.set(text, sum === undefined ? row : plus(sum, row));
}

/** What an event adds to the statistics of care; a settlement is kept for its reversal. */
async function careRowOf(
  event: LogEvent,
  visits: Map<string, Row<typeof COUNTED_VISITS>>,
  writer: Writer,
): Promise<CareRow | undefined> {
  const { region, id: person_id, fact } = event;
  if (fact.type !== 'VisitSettled' && fact.type !== 'ReimbursementSettled' && fact.type !== 'SettlementReversed') {
    return undefined;
  }
  const { visitId: visit_id } = fact.data;
  const key = JSON.stringify([region, person_id, visit_id]);
  if (fact.type !== 'SettlementReversed') {
    const row = careOf(event, fact.data);
    visits.set(key, { region, person_id, visit_id, counted: JSON.stringify(row) });
    return row;
  }
  const counted = visits.get(key)?.counted ?? (await storedCount({ region, person_id, visit_id }, writer));
  return takenBack(JSON.parse(counted) as CareRow, monthOf(fact.occurredOn));
}

async function storedCount(
  { region, person_id, visit_id }: Omit<Row<typeof COUNTED_VISITS>, 'counted'>,
  writer: Writer,
): Promise<string> {
  const row: { readonly counted: string } = await writer.transaction
    .selectFrom(COUNTED_VISITS.name)
    .select('counted')
    .where('region', '=', region)
    .where('person_id', '=', person_id)
    .where('visit_id', '=', visit_id)
    .executeTakeFirstOrThrow();
  return row.counted;
}
