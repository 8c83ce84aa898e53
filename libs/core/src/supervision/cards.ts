import { WARNING_RULES } from './warning-rules.ts';

/** An account that paid at a pharmacy, at a time of day that the institution told. */
export interface CardUse {
  /** Position of the event. */
  readonly position: number;
  readonly eventId: string;
  readonly personId: string;
  /** In an unbroken count of minutes (`minuteNumber`). */
  readonly minute: number;
}

const MINUTES_A_DAY = 1440;

/** The minutes of a day in an unbroken count, so that midnight is no border. @param day as `dayNumber` counts. */
export function minutesOfDay(day: number): { readonly first: number; readonly last: number } {
  return { first: day * MINUTES_A_DAY, last: (day + 1) * MINUTES_A_DAY - 1 };
}

/** A time of a day in an unbroken count of minutes. @param time "14:05" or "14:05:30". */
export function minuteNumber(day: number, time: string): number {
  return minutesOfDay(day).first + Number(time.slice(0, 2)) * 60 + Number(time.slice(3, 5));
}

/** Minutes before and after a use in which others count with it. */
export const CARD_MINUTES = WARNING_RULES['many-cards'].minutes;

/**
 * The uses of different people's cards within the minutes of the rule, where a new one brings them just to its number.
 *
 * @param known earlier recorded uses at the same institution that still hold; at least those within `CARD_MINUTES` of the new one.
 * @returns one use of each card, the new one last; none where no warning is raised.
 */
export function manyCards(use: CardUse, known: readonly CardUse[]): readonly CardUse[] {
  const { atLeast, minutes } = WARNING_RULES['many-cards'];
  const inOrder = [...known].sort((a, b) => a.position - b.position);
  let fullest = new Map<string, CardUse>();
  for (let first = use.minute - minutes + 1; first <= use.minute; first += 1) {
    const within = inOrder.filter(({ minute }) => minute >= first && minute < first + minutes);
    const cards = new Map(within.map((other) => [other.personId, other]));
    if (cards.size > fullest.size) fullest = cards;
  }
  if (fullest.has(use.personId) || fullest.size + 1 !== atLeast) return [];
  return [...[...fullest.values()].sort((a, b) => a.position - b.position), use];
}
