import { INSURED_TIMES_EVENTS, monthOf } from '@gongji/core';
import type { LogEvent } from '../framework/log-event.ts';
import { Sums } from '../framework/sums.ts';
import type { Row } from '../framework/table.ts';
import type { Writer } from '../framework/writer.ts';
import type { Projection } from '../projection.ts';
import {
  agencyOf,
  budgetOf,
  careOf,
  countedVisitOf,
  fundRowsOf,
  isSettled,
  standingOf,
  takenBack,
  type CareRow,
  type CountedVisit,
  type Settled,
} from './count.ts';
import { countRetired } from './retired.ts';
import {
  AGENCIES,
  BUDGETS,
  CARE_STATISTICS,
  COUNTED_VISITS,
  FUND_STATISTICS,
  INSURED_TIMES,
  RETIRED_CHANGES,
  STANDING_CARE,
} from './table.ts';

export const statisticsProjection: Projection = {
  name: 'statistics',
  version: 5,
  tables: [
    ...[CARE_STATISTICS, STANDING_CARE, COUNTED_VISITS, FUND_STATISTICS],
    ...[BUDGETS, AGENCIES, INSURED_TIMES, RETIRED_CHANGES],
  ],
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
    const visits = new Map<string, CountedVisit>();
    const care = new Sums(CARE_STATISTICS);
    const standing = new Sums(STANDING_CARE);
    const fund = new Sums(FUND_STATISTICS);
    const budgets = new Map<string, Row<typeof BUDGETS>>();
    const agencies = new Map<string, Row<typeof AGENCIES>>();
    for (const event of batch) {
      const { fact } = event;
      if (isSettled(fact)) {
        const row = await careRowOf(event, fact, visits, writer);
        care.add(row);
        standing.add(standingOf(row, fact));
      }
      for (const line of fundRowsOf(event)) fund.add(line);
      const budget = budgetOf(event);
      if (budget !== undefined) budgets.set(`${budget.region} ${String(budget.year)} ${budget.line}`, budget);
      const agency = agencyOf(event);
      if (agency !== undefined)
        agencies.set(JSON.stringify([agency.institution_id, agency.from_month, event.region]), agency);
    }
    await writer.insert(COUNTED_VISITS, visits.values());
    await writer.add(CARE_STATISTICS, care.rows());
    await writer.add(STANDING_CARE, standing.rows());
    await writer.add(FUND_STATISTICS, fund.rows());
    await writer.replace(BUDGETS, budgets.values());
    await writer.replace(AGENCIES, agencies.values());
    await countRetired(batch, writer);
  },
};

/** What an event adds to the statistics of care; a settlement is kept as long as it stands, for its reversal. */
async function careRowOf(
  event: LogEvent,
  fact: Settled,
  visits: Map<string, CountedVisit>,
  writer: Writer,
): Promise<CareRow> {
  const { region, id: person_id } = event;
  const { visitId: visit_id } = fact.data;
  const key = JSON.stringify([region, person_id, visit_id]);
  if (fact.type !== 'SettlementReversed') {
    const row = careOf(event, fact.data);
    visits.set(key, countedVisitOf(row, event, fact));
    return row;
  }
  const visit = visits.get(key) ?? (await takenOut({ region, person_id, visit_id }, writer));
  visits.delete(key);
  return takenBack(visit, monthOf(fact.occurredOn));
}

/** Takes a settlement of an earlier batch out. */
async function takenOut(
  key: Pick<CountedVisit, 'region' | 'person_id' | 'visit_id'>,
  { transaction }: Writer,
): Promise<CountedVisit> {
  return (await transaction
    .deleteFrom(COUNTED_VISITS.name)
    .where((eb) => eb.and(key))
    .returningAll()
    .executeTakeFirstOrThrow()) as CountedVisit;
}
