/**
 * Chance that comes out the same on every machine: integers only, seeded with a text. Every topic of every person draws from its
 * own stream, so that a topic that is added later leaves all others as they were.
 */
export class Random {
  /** @param {string} seed */
  constructor(seed) {
    let hash = 0x811c9dc5;
    for (const character of seed) hash = Math.imul(hash ^ /** @type {number} */ (character.codePointAt(0)), 0x01000193);
    this.state = hash >>> 0;
  }

  /** A whole number from 0 to 2³² − 1 (mulberry32). */
  next() {
    this.state = (this.state + 0x6d2b79f5) >>> 0;
    let mixed = this.state;
    mixed = Math.imul(mixed ^ (mixed >>> 15), mixed | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return (mixed ^ (mixed >>> 14)) >>> 0;
  }

  /** A whole number between two bounds, both included. @param {number} least @param {number} most */
  int(least, most) {
    return least + (this.next() % (most - least + 1));
  }

  /** True in so many cases of a hundred. @param {number} percent */
  chance(percent) {
    return this.next() % 100 < percent;
  }

  /** @template T @param {readonly T[]} list @returns {T} */
  pick(list) {
    return /** @type {T} */ (list[this.next() % list.length]);
  }

  /** @template T @param {readonly (readonly [number, T])[]} weighted @returns {T} */
  weighted(weighted) {
    let left = this.int(
      1,
      weighted.reduce((sum, [weight]) => sum + weight, 0),
    );
    for (const [weight, value] of weighted) {
      left -= weight;
      if (left <= 0) return value;
    }
    throw new Error('no weights');
  }

  /** Fen between two amounts in yuan; small ones are more likely. @param {number} least @param {number} most */
  fen(least, most) {
    const first = this.int(least * 100, most * 100);
    return Math.min(first, this.int(least * 100, most * 100));
  }
}

/** Fen as yuan with two decimals. @param {number} fen */
export function yuan(fen) {
  return `${Math.floor(fen / 100)}.${String(fen % 100).padStart(2, '0')}`;
}
