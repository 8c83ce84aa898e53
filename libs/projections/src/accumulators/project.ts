import { INPATIENT_MAXIMUM, yearOf, type AccumulatorMovement, type PlainDate } from '@gongji/core';
import { fenOf } from '../framework/amounts.ts';
import type { LogEvent } from '../framework/log-event.ts';
import { Sums } from '../framework/sums.ts';
import type { Projection } from '../projection.ts';
import { ACCUMULATORS } from './table.ts';

export const accumulatorsProjection: Projection = {
  name: 'accumulators',
  version: 1,
  tables: [ACCUMULATORS],
  types: ['VisitSettled', 'ReimbursementSettled', 'SettlementReversed', 'InpatientStayRecorded'],
  async project(batch, writer) {
    const sums: AccumulatorSums = new Sums(ACCUMULATORS);
    for (const event of batch) accumulate(event, sums);
    await writer.add(ACCUMULATORS, sums.rows());
  },
};

type AccumulatorSums = Sums<typeof ACCUMULATORS>;

/** The year is that of the visit, also for its reversal and for a claim that is approved later; for a stay that of the discharge. */
function accumulate(event: LogEvent, sums: AccumulatorSums): void {
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

function add({ region, id }: LogEvent, sums: AccumulatorSums, { on, moved, sign }: Moves): void {
  const year = yearOf(on);
  for (const { accumulator, deductible, paid } of moved) {
    sums.add({
      region,
      person_id: id,
      year,
      accumulator,
      deductible_fen: deductible === undefined ? 0 : sign * fenOf(deductible),
      paid_fen: paid === undefined ? 0 : sign * fenOf(paid),
    });
  }
}
