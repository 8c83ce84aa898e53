import { setTimeout as pause } from 'node:timers/promises';
import { holdKey, personStream, type PersonState } from '@gongji/core';
import type { RecordedEvent } from '@gongji/event-store';
import type { StreamCommand } from '../command.ts';
import { folded, type Streams } from '../writer/streams.ts';
import { closeHold } from './close-hold.ts';
import type { ProcessTools } from './run-process.ts';

/** How often is looked whether the other instance has finished, in milliseconds. */
const LOOK_EVERY_MS = 10;

/** What an account holds for the very visit that a command settles: another instance is at it, or was stopped there. */
export interface HeldForIt {
  readonly stream: string;
  readonly patientId: string;
  readonly visitId: string;
}

export function heldForIt(command: StreamCommand, streams: Streams): HeldForIt | undefined {
  const ownerId = command.type === 'SettleVisit' ? command.account?.ownerId : undefined;
  if (command.type !== 'SettleVisit' || ownerId === undefined) return undefined;
  const hold = { stream: personStream(command.region, ownerId), patientId: command.personId, visitId: command.visitId };
  return isHeld(streams.peek(hold.stream)?.state as PersonState | undefined, hold) ? hold : undefined;
}

function isHeld(owner: PersonState | undefined, { patientId, visitId }: HeldForIt): boolean {
  return owner?.held.has(holdKey(patientId, visitId)) ?? false;
}

/**
 * Lets the other instance finish, and finishes for it when it does not. Decided beside its hold, the visit would be paid less from the account
 * than it should.
 *
 * @param patienceMs how long the other instance is taken for alive.
 */
export async function letFinish(tools: ProcessTools, held: HeldForIt, patienceMs: number): Promise<void> {
  for (const start = performance.now(); performance.now() - start < patienceMs; await pause(LOOK_EVERY_MS)) {
    await tools.takeIn();
    if (!isHeld((await tools.load(held.stream)).state as PersonState | undefined, held)) return;
  }
  const hold = await lastHold(tools, held);
  tools.forget(held.stream);
  if (hold !== undefined) await closeHold(tools, hold);
}

async function lastHold({ store }: ProcessTools, held: HeldForIt): Promise<RecordedEvent | undefined> {
  for await (const page of store.readStream(held.stream, { direction: 'backwards' })) {
    for (const event of page) {
      if (event.type !== 'AccountFundsHeld') continue;
      const fact = folded(event);
      if (fact.type !== 'AccountFundsHeld') continue;
      if (fact.data.patientId === held.patientId && fact.data.visitId === held.visitId) return event;
    }
  }
  return undefined;
}
