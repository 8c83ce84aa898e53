import type { PlainDate } from '../calendar/calendar.ts';

/**
 * Facts with an effective date, in the order in which they count: by date, and where two start on the same day the one
 * recorded later counts (COMMANDS.md).
 */
export type Timeline<T> = readonly { readonly from: PlainDate; readonly value: T }[];

/** The timeline with one more fact, recorded after all that it holds. */
export function withFact<T>(timeline: Timeline<T>, from: PlainDate, value: T): Timeline<T> {
  let at = timeline.length;
  while (at > 0 && (timeline[at - 1] as { from: PlainDate }).from > from) at -= 1;
  return [...timeline.slice(0, at), { from, value }, ...timeline.slice(at)];
}

/** What held on a day; undefined before the first fact. */
export function factOn<T>(timeline: Timeline<T>, on: PlainDate): T | undefined {
  for (let at = timeline.length - 1; at >= 0; at -= 1) {
    const fact = timeline[at] as { from: PlainDate; value: T };
    if (fact.from <= on) return fact.value;
  }
  return undefined;
}

/** The fact that starts last. */
export function lastFact<T>(timeline: Timeline<T>): T | undefined {
  return timeline.at(-1)?.value;
}
