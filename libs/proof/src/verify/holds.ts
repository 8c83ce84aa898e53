import { closingIdOf, eventIdOf, folded } from '@gongji/application/deciding';
import { canonical, personStream, type Json } from '@gongji/core';
import type { EventStore } from '@gongji/event-store';
import { holdBefore, type FoundHold } from '../again/hold-before.ts';
import type { KnownEvent } from '../again/known-event.ts';
import { regionOf } from '../seals/sealer.ts';

/**
 * Why an event that holds, captures, releases or abandons has no place in the log; undefined where it has one. What a hold and a capture
 * say is compared where the settlement that they belong to is decided again.
 */
export async function misplacedHold(store: EventStore, event: KnownEvent): Promise<string | undefined> {
  const { fact, metadata, stream, position } = event;
  const { commandId } = metadata;
  if (fact.type === 'AccountFundsHeld') return misplacedStart(store, event);
  const owner = fact.type === 'SettlementAbandoned' ? personStream(regionOf(stream), fact.data.accountOwner) : stream;
  const hold = await holdBefore(store, owner, position, commandId);
  if (hold === undefined) return `The command ${commandId} has held nothing on ${owner} before it.`;
  const isPaid = await isPaidFrom(store, owner, commandId);
  return misplacedEnd(event, hold, isPaid);
}

async function misplacedStart(store: EventStore, event: KnownEvent): Promise<string | undefined> {
  const { metadata, stream, eventId, revision } = event;
  const { commandId } = metadata;
  if (eventId !== eventIdOf(commandId, 1, String(revision - 1))) return `It is no event of the command ${commandId}.`;
  if (await isPaidFrom(store, stream, commandId)) return undefined;
  const closing = await store.findEvent(closingIdOf(eventId));
  if (closing?.type === 'HeldFundsReleased' && closing.stream === stream) return undefined;
  return `It is neither spent nor released by the command ${commandId}.`;
}

function misplacedEnd({ fact, eventId }: KnownEvent, hold: FoundHold, isPaid: boolean): string | undefined {
  const held = hold.fact.data;
  if (fact.type === 'SettlementAbandoned') {
    const isItsId = eventId === eventIdOf(hold.event.eventId, 1, 'closing');
    return isItsId && fact.data.visitId === held.visitId ? undefined : 'It is not of the visit that was held for.';
  }
  if (eventId !== closingIdOf(hold.event.eventId)) return 'It closes another hold than that of its command.';
  if (fact.type === 'HeldFundsCaptured') return isPaid ? undefined : 'No settlement was paid from it.';
  const isWhole = canonical(fact.data as unknown as Json) === canonical(held as unknown as Json);
  return isWhole ? undefined : 'It releases something else than was held.';
}

/** Whether the command's settlement was paid by the account of a stream. */
async function isPaidFrom(store: EventStore, owner: string, commandId: string): Promise<boolean> {
  const found = await store.findEvent(eventIdOf(commandId, 0));
  if (found === undefined) return false;
  const { type, data } = folded(found);
  return (
    type === 'VisitSettled' &&
    data.accountOwner !== undefined &&
    owner === personStream(regionOf(found.stream), data.accountOwner)
  );
}
