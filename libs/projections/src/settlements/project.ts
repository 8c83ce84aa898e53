import { monthOf, type VisitSettled } from '@gongji/core';
import { fenOf } from '../framework/amounts.ts';
import type { LogEvent } from '../framework/log-event.ts';
import type { Row } from '../framework/table.ts';
import type { Projection } from '../projection.ts';
import { SETTLEMENTS } from './table.ts';

type Settlement = Row<typeof SETTLEMENTS>;

export const settlementsProjection: Projection = {
  name: 'settlements',
  version: 5,
  tables: [SETTLEMENTS],
  types: ['VisitSettled', 'ReimbursementSettled', 'SettlementReversed'],
  async project(batch, writer) {
    const settled = new Map<string, Settlement>();
    for (const event of batch) {
      const { fact, region, id, position } = event;
      switch (fact.type) {
        case 'VisitSettled':
          settled.set(keyOf(event, fact.data.visitId), rowOf(event, fact.data, fact.occurredOn));
          break;
        case 'ReimbursementSettled': {
          const row = { ...rowOf(event, fact.data, fact.data.visitDate), claim_id: fact.data.claimId };
          settled.set(keyOf(event, fact.data.visitId), row);
          break;
        }
        case 'SettlementReversed': {
          const { visitId, reason } = fact.data;
          const reversal = {
            reversed_on: fact.occurredOn,
            reversed_at: position,
            reversal_reason: reason,
          };
          const row = settled.get(keyOf(event, visitId));
          if (row !== undefined) {
            settled.set(keyOf(event, visitId), { ...row, ...reversal });
            break;
          }
          const key = { region, person_id: id, visit_id: visitId };
          await writer.transaction
            .updateTable(SETTLEMENTS.name)
            .set(reversal)
            .where((eb) => eb.and(key))
            .execute();
          break;
        }
        default:
      }
    }
    await writer.insert(SETTLEMENTS, settled.values());
  },
};

function keyOf({ region, id }: LogEvent, visitId: string): string {
  return JSON.stringify([region, id, visitId]);
}

function rowOf(event: LogEvent, data: VisitSettled, visitDate: string): Settlement {
  return {
    region: event.region,
    person_id: event.id,
    visit_id: data.visitId,
    position: event.position,
    recorded_at: event.recordedAt,
    claim_id: null,
    institution_id: data.institutionId,
    visit_date: visitDate,
    time: data.asked?.time ?? null,
    month: monthOf(visitDate),
    settled_on: event.occurredOn,
    programme: data.programme,
    total_fen: fenOf(data.total),
    in_scope_fen: fenOf(data.inScope),
    self_pay_first_fen: fenOf(data.selfPayFirst),
    deductible_fen: fenOf(data.deductible),
    pooled_fen: fenOf(data.pooled),
    account_fen: fenOf(data.account),
    cash_fen: fenOf(data.cash),
    account_owner: data.accountOwner ?? null,
    reason: data.reason,
    payments: JSON.stringify(data.payments),
    facts: JSON.stringify(data.facts),
    steps: JSON.stringify(data.steps),
    pack: event.pack,
    pack_hash: event.packHash,
    reversed_on: null,
    reversed_at: null,
    reversal_reason: null,
  };
}
