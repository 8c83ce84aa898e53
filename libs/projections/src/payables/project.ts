import { canonical, linesOfPayment, money, monthOf, ZERO, type Json } from '@gongji/core';
import { fenOf } from '../framework/amounts.ts';
import type { LogEvent } from '../framework/log-event.ts';
import { Sums } from '../framework/sums.ts';
import type { Row } from '../framework/table.ts';
import type { Projection } from '../projection.ts';
import { evolveStates, STATE_EVENTS } from './states.ts';
import { PAYABLES, PAYMENT_STATES, PAYMENT_STEPS } from './table.ts';

type Payable = Row<typeof PAYABLES>;
type PaymentStep = Row<typeof PAYMENT_STEPS>;

export const payablesProjection: Projection = {
  name: 'payables',
  version: 5,
  tables: [PAYABLES, PAYMENT_STEPS, PAYMENT_STATES],
  types: ['VisitSettled', 'SettlementReversed', ...STATE_EVENTS],
  async project(batch, writer) {
    const sums = new Sums(PAYABLES);
    for (const event of batch) {
      const row = rowOf(event);
      if (row !== undefined) sums.add(row);
    }
    await writer.add(PAYABLES, sums.rows());
    await writer.insert(PAYMENT_STEPS, batch.flatMap(stepOf));
    await evolveStates(batch, writer);
  },
};

/** What an event adds; a reversal counts in the month of its visit. */
function rowOf({ fact, region }: LogEvent): Payable | undefined {
  if (fact.type === 'VisitSettled') {
    const { institutionId: institution_id, programme, pooled } = fact.data;
    const month = monthOf(fact.occurredOn);
    return { region, institution_id, month, programme, settled_fen: fenOf(pooled), reversed_fen: 0, cases: 1 };
  }
  if (fact.type !== 'SettlementReversed' || fact.data.claimId !== undefined) return undefined;
  const { institutionId: institution_id, programme, visitDate, pooled } = fact.data;
  const month = monthOf(visitDate);
  return { region, institution_id, month, programme, settled_fen: 0, reversed_fen: fenOf(pooled), cases: -1 };
}

/** What an event does about a payment; most are visits, and do nothing. */
function stepOf(event: LogEvent): readonly PaymentStep[] {
  const { fact } = event;
  if (fact.type === 'VisitSettled' || fact.type === 'SettlementReversed') return [];
  const { region, id, position, occurredOn } = event;
  const at = { region, institution_id: id, position, day: occurredOn };
  const other = { withheld_fen: 0, reference: null, kind: null, lines: null };
  if (fact.type === 'PaymentProposed') {
    const { paymentId: payment_id, month, amount, proposedBy: actor } = fact.data;
    const about = { kind: fact.data.kind ?? null, lines: canonical(linesOfPayment(fact.data) as unknown as Json) };
    return [{ ...at, ...other, ...about, payment_id, month, actor, step: 'proposed', fen: fenOf(amount) }];
  }
  if (fact.type === 'PaymentApproved') {
    const { paymentId: payment_id, month, paid, withheld, approvedBy: actor } = fact.data;
    const withheld_fen = fenOf(money(withheld.reduce((sum, { amount }) => sum.plus(amount), ZERO)));
    return [{ ...at, ...other, withheld_fen, payment_id, month, actor, step: 'approved', fen: fenOf(paid) }];
  }
  if (fact.type !== 'PaymentMade') return [];
  const { paymentId: payment_id, month, paid, reference, madeBy: actor } = fact.data;
  return [{ ...at, ...other, payment_id, month, actor, step: 'paid', fen: fenOf(paid), reference }];
}
