import { canonical, evolvePayments, NO_PAYMENTS, type Json, type LedgerEvent, type PaymentsState } from '@gongji/core';
import { isAnyOf } from '../framework/any-of.ts';
import type { LogEvent } from '../framework/log-event.ts';
import type { Row } from '../framework/table.ts';
import type { Writer } from '../framework/writer.ts';
import { PAYMENT_STATES } from './table.ts';

/** What an institution's payments rest on beside its visits. */
export const STATE_EVENTS = [
  'ContractAgreed',
  'AssessmentRecorded',
  'PaymentProposed',
  'PaymentApproved',
  'PaymentMade',
] as const;

type StateEvent = Extract<LedgerEvent, { readonly type: (typeof STATE_EVENTS)[number] }>;
type StateRow = Row<typeof PAYMENT_STATES>;

/** Keeps the state of each institution's payments as the core folds it. */
export async function evolveStates(batch: readonly LogEvent[], writer: Writer): Promise<void> {
  const events = batch.filter(({ type }) => (STATE_EVENTS as readonly string[]).includes(type));
  if (events.length === 0) return;
  const states = await statesOf(events, writer);
  for (const event of events) {
    const before = states.get(keyOf(event)) ?? NO_PAYMENTS;
    states.set(keyOf(event), evolvePayments(before, event.fact as StateEvent));
  }
  await writer.replace(PAYMENT_STATES, [...states].map(rowOf));
}

function keyOf({ region, id }: Pick<LogEvent, 'region' | 'id'>): string {
  return JSON.stringify([region, id]);
}

function rowOf([key, state]: readonly [string, PaymentsState]): StateRow {
  const [region, institution_id] = JSON.parse(key) as [string, string];
  return { region, institution_id, state: canonical(state as unknown as Json) };
}

async function statesOf(events: readonly LogEvent[], writer: Writer): Promise<Map<string, PaymentsState>> {
  const states = new Map<string, PaymentsState>();
  for (const region of new Set(events.map((event) => event.region))) {
    const ids = [...new Set(events.filter((event) => event.region === region).map(({ id }) => id))];
    const rows = (await writer.transaction
      .selectFrom(PAYMENT_STATES.name)
      .selectAll()
      .where('region', '=', region)
      .where(isAnyOf(writer.transaction, 'institution_id', ids))
      .execute()) as StateRow[];
    for (const { institution_id: id, state } of rows) states.set(keyOf({ region, id }), readState(state));
  }
  return states;
}

/** The state that a row keeps. */
export function readState(state: string): PaymentsState {
  return JSON.parse(state) as PaymentsState;
}
