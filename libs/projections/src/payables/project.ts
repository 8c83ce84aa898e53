import { monthOf } from '@gongji/core';
import { fenOf, safe } from '../framework/amounts.ts';
import type { LogEvent } from '../framework/log-event.ts';
import type { Row } from '../framework/table.ts';
import type { Projection } from '../projection.ts';
import { PAYABLES } from './table.ts';

type Payable = Row<typeof PAYABLES>;

export const payablesProjection: Projection = {
  name: 'payables',
  version: 1,
  tables: [PAYABLES],
  types: ['VisitSettled', 'SettlementReversed'],
  async project(batch, writer) {
    const sums = new Map<string, Payable>();
    for (const event of batch) {
      const row = rowOf(event);
      if (row === undefined) continue;
      const key = JSON.stringify([row.region, row.institution_id, row.month]);
      const sum = sums.get(key);
      sums.set(key, sum === undefined ? row : plus(sum, row));
    }
    await writer.add(PAYABLES, sums.values());
  },
};

/** What an event adds; a reversal counts in the month of its visit. */
function rowOf({ fact, region }: LogEvent): Payable | undefined {
  if (fact.type === 'VisitSettled') {
    const { institutionId: institution_id, pooled } = fact.data;
    return { region, institution_id, month: monthOf(fact.occurredOn), settled_fen: fenOf(pooled), reversed_fen: 0 };
  }
  if (fact.type !== 'SettlementReversed' || fact.data.claimId !== undefined) return undefined;
  const { institutionId: institution_id, visitDate, pooled } = fact.data;
  return { region, institution_id, month: monthOf(visitDate), settled_fen: 0, reversed_fen: fenOf(pooled) };
}

function plus(sum: Payable, more: Payable): Payable {
  return {
    ...sum,
    settled_fen: safe(sum.settled_fen + more.settled_fen),
    reversed_fen: safe(sum.reversed_fen + more.reversed_fen),
  };
}
