import { fenOf } from '../framework/amounts.ts';
import type { LogEvent } from '../framework/log-event.ts';
import type { Row } from '../framework/table.ts';
import type { Writer } from '../framework/writer.ts';
import type { Projection } from '../projection.ts';
import { MOVING_TYPES, movementOf, type Movement } from '../shared/movement.ts';
import { ACCOUNTS, HOLDS, STATEMENT_LINES } from './table.ts';

export const accountsProjection: Projection = {
  name: 'accounts',
  version: 1,
  tables: [ACCOUNTS, STATEMENT_LINES, HOLDS],
  types: [...MOVING_TYPES, 'InsuredEnrolled', 'AccountFundsHeld', 'HeldFundsReleased'],
  async project(batch, writer) {
    const accounts = new Map<string, Row<typeof ACCOUNTS>>();
    const lines: Row<typeof STATEMENT_LINES>[] = [];
    for (const event of batch) {
      const movement = movementOf(event);
      const account = movement === undefined ? enrolledAccount(event) : accountAfter(event, movement);
      if (account !== undefined) accounts.set(`${event.region}.${event.id}`, account);
      if (movement !== undefined) lines.push(lineOf(event, movement));
    }
    await writer.replace(ACCOUNTS, accounts.values());
    await writer.insert(STATEMENT_LINES, lines);
    await projectHolds(batch, writer);
  },
};

function enrolledAccount({ fact, region, id, position }: LogEvent): Row<typeof ACCOUNTS> | undefined {
  if (fact.type !== 'InsuredEnrolled') return undefined;
  const status = fact.data.plan === 'pooled-and-account' ? 'open' : 'none';
  return { region, person_id: id, status, balance_fen: 0, changed_at: position };
}

/** The account's whole row follows from its last event: each carries the balance that it left. */
function accountAfter({ region, id, position }: LogEvent, movement: Movement): Row<typeof ACCOUNTS> {
  return {
    region,
    person_id: id,
    status: movement.closes ? 'closed' : 'open',
    balance_fen: movement.balanceFen,
    changed_at: position,
  };
}

function lineOf(event: LogEvent, movement: Movement): Row<typeof STATEMENT_LINES> {
  return {
    region: event.region,
    person_id: event.id,
    position: event.position,
    day: movement.on,
    recorded_at: event.recordedAt,
    kind: movement.kind,
    reference: movement.reference,
    counterpart: movement.counterpart,
    beneficiary: movement.beneficiary,
    fen: movement.fen,
    balance_fen: movement.balanceFen,
  };
}

async function projectHolds(batch: readonly LogEvent[], writer: Writer): Promise<void> {
  const held = new Map<string, Row<typeof HOLDS>>();
  for (const { fact, region, id, position } of batch) {
    switch (fact.type) {
      case 'AccountFundsHeld': {
        const { patientId, visitId, amount } = fact.data;
        const row = { region, person_id: id, patient_id: patientId, visit_id: visitId };
        held.set(JSON.stringify(row), { ...row, fen: fenOf(amount), held_at: position });
        break;
      }
      case 'HeldFundsCaptured':
      case 'HeldFundsReleased': {
        const row = { region, person_id: id, patient_id: fact.data.patientId, visit_id: fact.data.visitId };
        // Most holds last for a moment and are never written.
        if (held.delete(JSON.stringify(row))) break;
        await writer.transaction
          .deleteFrom(HOLDS.name)
          .where((eb) => eb.and(row))
          .execute();
        break;
      }
      default:
    }
  }
  await writer.insert(HOLDS, held.values());
}
