import {
  evolveInsuredTimes,
  INSURED_TIMES_EVENTS,
  retiredChanges,
  type InsuredTimes,
  type PlainMonth,
} from '@gongji/core';
import { isAnyOf } from '../framework/any-of.ts';
import type { LogEvent } from '../framework/log-event.ts';
import { Sums } from '../framework/sums.ts';
import type { Row } from '../framework/table.ts';
import type { Writer } from '../framework/writer.ts';
import { INSURED_TIMES, RETIRED_CHANGES } from './table.ts';

type TimesRow = Row<typeof INSURED_TIMES>;

const TYPES: ReadonlySet<string> = new Set(INSURED_TIMES_EVENTS);

/** Counts the retired persons of each month anew with every event that changes who they are, month by month of the change. */
export async function countRetired(batch: readonly LogEvent[], writer: Writer): Promise<void> {
  const events = batch.filter(({ type }) => TYPES.has(type));
  if (events.length === 0) return;
  const known = await timesOf(events, writer);
  const changed = new Map<string, TimesRow>();
  const changes = new Sums(RETIRED_CHANGES);
  for (const { region, id: person_id, fact } of events) {
    const key = keyOf(region, person_id);
    const before = known.get(key);
    const after = evolveInsuredTimes(before, fact);
    if (after === undefined) continue;
    for (const [month, persons] of difference(before, after)) changes.add({ region, month, persons });
    known.set(key, after);
    changed.set(key, { region, person_id, times: JSON.stringify(after) });
  }
  await writer.replace(INSURED_TIMES, changed.values());
  await writer.add(RETIRED_CHANGES, changes.rows());
}

function keyOf(region: string, personId: string): string {
  return JSON.stringify([region, personId]);
}

/** What was known of the persons before the batch; of those whom it enrols nothing was. */
async function timesOf(events: readonly LogEvent[], writer: Writer): Promise<Map<string, InsuredTimes>> {
  const asked = new Map<string, Set<string>>();
  for (const { region, id, type } of events) {
    if (type === 'InsuredEnrolled') continue;
    asked.set(region, (asked.get(region) ?? new Set()).add(id));
  }
  const known = new Map<string, InsuredTimes>();
  for (const [region, ids] of asked) {
    const rows = (await writer.transaction
      .selectFrom(INSURED_TIMES.name)
      .selectAll()
      .where('region', '=', region)
      .where(isAnyOf(writer.transaction, 'person_id', [...ids]))
      .execute()) as TimesRow[];
    for (const { person_id, times } of rows) known.set(keyOf(region, person_id), JSON.parse(times) as InsuredTimes);
  }
  return known;
}

/** From which months on more persons count than before, or fewer: one event moves one person, a change of dates moves months. */
function difference(before: InsuredTimes | undefined, after: InsuredTimes): readonly (readonly [PlainMonth, number])[] {
  const [old, now] = [retiredChanges(before), retiredChanges(after)];
  const months = [...new Set([...old.keys(), ...now.keys()])];
  return months
    .map((month) => [month, (now.get(month) ?? 0) - (old.get(month) ?? 0)] as const)
    .filter(([, persons]) => persons !== 0);
}
