import { INPATIENT_MAXIMUM, yearOf, type AccumulatorMovement, type PlainDate } from '@gongji/core';
import { fenOf } from '../framework/amounts.ts';
import type { LogEvent } from '../framework/log-event.ts';
import type { Projection } from '../projection.ts';
import { ACCUMULATORS } from './table.ts';

export const accumulatorsProjection: Projection = {
  name: 'accumulators',
  version: 1,
  tables: [ACCUMULATORS],
  types: ['VisitSettled', 'ReimbursementSettled', 'SettlementReversed', 'InpatientStayRecorded'],
  async project(batch, writer) {
    const sums = new Map<string, Sum>();
    for (const event of batch) accumulate(event, sums);
    await writer.add(ACCUMULATORS, sums.values());
  },
};

interface Sum {
  readonly region: string;
  readonly person_id: string;
  readonly year: number;
  readonly accumulator: string;
  deductible_fen: number;
  paid_fen: number;
}

/** The year is that of the visit, also for its reversal and for a claim that is approved later; for a stay that of the discharge. */
function accumulate(event: LogEvent, sums: Map<string, Sum>): void {
  const { fact } = event;
  switch (fact.type) {
    case 'VisitSettled':
      return add(event, sums, { on: fact.occurredOn, moved: fact.data.moved, sign: 1 });
    case 'ReimbursementSettled':
      return add(event, sums, { on: fact.data.visitDate, moved: fact.data.moved, sign: 1 });
    case 'SettlementReversed':
      return add(event, sums, { on: fact.data.visitDate, moved: fact.data.moved, sign: -1 });
    case 'InpatientStayRecorded': {
      const { dischargedOn, pooledPaid } = fact.data;
      return add(event, sums, {
        on: dischargedOn,
        moved: [{ accumulator: INPATIENT_MAXIMUM, paid: pooledPaid }],
        sign: 1,
      });
    }
    default:
  }
}

interface Moves {
  readonly on: PlainDate;
  readonly moved: readonly AccumulatorMovement[];
  readonly sign: 1 | -1;
}

function add({ region, id }: LogEvent, sums: Map<string, Sum>, { on, moved, sign }: Moves): void {
  const year = yearOf(on);
  for (const { accumulator, deductible, paid } of moved) {
    // Ids may hold any character but these: region and year have none, the accumulator comes last.
    const key = `${region} ${String(year)} ${JSON.stringify(id)} ${accumulator}`;
    let sum = sums.get(key);
    if (sum === undefined) {
      sum = { region, person_id: id, year, accumulator, deductible_fen: 0, paid_fen: 0 };
      sums.set(key, sum);
    }
    if (deductible !== undefined) sum.deductible_fen += sign * fenOf(deductible);
    if (paid !== undefined) sum.paid_fen += sign * fenOf(paid);
  }
}
