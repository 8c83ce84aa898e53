import { poolMovements, type PlainDate } from '@gongji/core';
import { fenOf } from '../framework/amounts.ts';
import type { LogEvent } from '../framework/log-event.ts';
import { Sums } from '../framework/sums.ts';
import type { Row } from '../framework/table.ts';
import type { Projection } from '../projection.ts';
import { MOVING_TYPES, movementOf, type Heading } from '../shared/movement.ts';
import { FUND_TOTALS, FUND_VISITS, type FundLine } from './table.ts';

export const fundProjection: Projection = {
  name: 'fund',
  version: 1,
  tables: [FUND_TOTALS, FUND_VISITS],
  types: [...MOVING_TYPES, 'ReimbursementSettled'],
  async project(batch, writer) {
    const totals = new Totals();
    for (const event of batch) totals.count(event);
    await writer.add(FUND_TOTALS, totals.lines());
    await writer.add(FUND_VISITS, totals.visits());
  },
};

/** What events add to the fund's totals: some hundred rows where a thousand events were read. */
export class Totals {
  readonly #lines = new Sums(FUND_TOTALS);
  readonly #visits = new Sums(FUND_VISITS);

  count(event: LogEvent): void {
    countPool(event, this);
    countAccount(event, this);
  }

  add(region: string, day: PlainDate, line: FundLine, fen: number): void {
    if (fen !== 0) this.#lines.add({ region, day, line, fen });
  }

  addVisits(region: string, day: PlainDate, visits: number): void {
    this.#visits.add({ region, day, visits });
  }

  lines(): Iterable<Row<typeof FUND_TOTALS>> {
    return this.#lines.rows();
  }

  visits(): Iterable<Row<typeof FUND_VISITS>> {
    return this.#visits.rows();
  }
}

function countPool({ fact, region }: LogEvent, totals: Totals): void {
  const day = fact.occurredOn;
  for (const { line, sign, amount, less } of poolMovements(fact)) {
    totals.add(region, day, line, sign * (fenOf(amount) - (less === undefined ? 0 : fenOf(less))));
  }
  if (fact.type === 'VisitSettled' || fact.type === 'ReimbursementSettled') totals.addVisits(region, day, 1);
  if (fact.type === 'SettlementReversed') totals.addVisits(region, day, -1);
}

/** How a movement's effect on the balance reads under its heading: what leaves the account is spent or paid out. */
const COUNTED: { readonly [heading in Heading]: readonly [line: FundLine, sign: 1 | -1] } = {
  credited: ['credited', 1],
  spent: ['spent', -1],
  paidOut: ['paid-out', -1],
  adjusted: ['adjusted', 1],
};

function countAccount(event: LogEvent, totals: Totals): void {
  const movement = movementOf(event);
  if (movement === undefined) return;
  const [line, sign] = COUNTED[movement.heading];
  totals.add(event.region, movement.on, line, sign * movement.fen);
}
