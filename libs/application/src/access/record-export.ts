import { setTimeout as pause } from 'node:timers/promises';
import { accessStream, canonical, type AccessEvent, type Json, type ReportExported } from '@gongji/core';
import { StoreUnavailable, type EventStore } from '@gongji/event-store';
import { eventIdOf, sha256 } from '../digest.ts';
import { restingOn, stamped } from '../writer/stamp.ts';
import { dayInChina, tailOf } from '../writer/tail.ts';

/** Others that record exports of the region at the same moment: each attempt, one of them gets through. */
const MOST_ATTEMPTS = 50;

export interface ExportToRecord {
  readonly region: string;
  readonly actor: string;
  readonly now: Date;
  readonly exported: ReportExported;
}

/**
 * Writes into the log that something is handed out. Whoever hands out must wait for it.
 *
 * @returns position of the event.
 * @throws StoreUnavailable when it is not sure that the event is in the log: then nothing may be handed out.
 */
export async function recordExport(
  store: EventStore,
  { region, actor, now, exported }: ExportToRecord,
): Promise<bigint> {
  const event: AccessEvent = { type: 'ReportExported', occurredOn: dayInChina(now), data: exported };
  const commandId = `export/${region}/${exported.exportId}`;
  const stamp = {
    eventId: eventIdOf(commandId, 0),
    commandId,
    commandHash: sha256(canonical({ type: 'ExportReport', region, ...exported } as unknown as Json)),
    actor,
    role: 'agency',
    recordedAt: now.toISOString(),
    restedOn: restingOn(undefined, {}),
  };
  for (let attempt = 1; attempt <= MOST_ATTEMPTS; attempt += 1) {
    const tail = await tailOf(store, accessStream(region));
    const made = stamped(event, { ...tail, state: undefined }, stamp);
    const request = { stream: tail.stream, expectedRevision: tail.revision, events: [made.event] };
    const [result] = await store.append([request]);
    if (result?.outcome === 'appended') return result.position;
    await pause(attempt);
  }
  throw new StoreUnavailable(`Other exports of ${region} kept this one from being recorded.`, 'failed');
}
