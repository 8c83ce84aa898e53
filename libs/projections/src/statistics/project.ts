import { INSURED_TIMES_EVENTS, monthOf } from '@gongji/core';
import type { LogEvent } from '../framework/log-event.ts';
import { Sums } from '../framework/sums.ts';
import type { Row } from '../framework/table.ts';
import type { Writer } from '../framework/writer.ts';
import type { Projection } from '../projection.ts';
import { agencyOf, budgetOf, careOf, fundRowsOf, takenBack, type CareRow } from './count.ts';
import { countRetired } from './retired.ts';
import {
  AGENCIES,
  BUDGETS,
  CARE_STATISTICS,
  COUNTED_VISITS,
  FUND_STATISTICS,
  INSURED_TIMES,
  RETIRED_CHANGES,
} from './table.ts';

export const statisticsProjection: Projection = {
  name: 'statistics',
  version: 4,
  tables: [CARE_STATISTICS, COUNTED_VISITS, FUND_STATISTICS, BUDGETS, AGENCIES, INSURED_TIMES, RETIRED_CHANGES],
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
    ...INSURED_TIMES_EVENTS,
  ],
  async project(batch, writer) {
    const visits = new Map<string, Row<typeof COUNTED_VISITS>>();
    const care = new Sums(CARE_STATISTICS);
    const fund = new Sums(FUND_STATISTICS);
    const budgets = new Map<string, Row<typeof BUDGETS>>();
    const agencies = new Map<string, Row<typeof AGENCIES>>();
    for (const event of batch) {
      const row = await careRowOf(event, visits, writer);
      if (row !== undefined) care.add(row);
      for (const line of fundRowsOf(event)) fund.add(line);
      const budget = budgetOf(event);
      if (budget !== undefined) budgets.set(`${budget.region} ${String(budget.year)} ${budget.line}`, budget);
      const agency = agencyOf(event);
      if (agency !== undefined)
        agencies.set(JSON.stringify([agency.institution_id, agency.from_month, event.region]), agency);
    }
    await writer.insert(COUNTED_VISITS, visits.values());
    await writer.add(CARE_STATISTICS, care.rows());
    await writer.add(FUND_STATISTICS, fund.rows());
    await writer.replace(BUDGETS, budgets.values());
    await writer.replace(AGENCIES, agencies.values());
    await countRetired(batch, writer);
  },
};

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
