import { institutionsOf } from './institutions.mjs';
import { peopleOf } from './people.mjs';
import { Random } from './random.mjs';

/**
 * A command and the day on which it reaches the ledger.
 *
 * @typedef {{ readonly on: string, readonly command: Readonly<Record<string, unknown>> }} Dated
 */

/** What every topic of a region sees. Topics hand over what others need (visits for the reversals) through `settled`. */
export class World {
  /** @param {import('./regions.mjs').Region} region */
  constructor(region) {
    this.region = region;
    this.people = peopleOf(region);
    this.institutions = institutionsOf(region.prefix);
    /** Visits that the topic of visits wrote, for the topics after it. @type {Dated[]} */
    this.settled = [];
    this.numbers = new Map();
  }

  /** Chance of a topic, for a person or for the region as a whole. @param {string} topic @param {string} [who] */
  random(topic, who = 'region') {
    return new Random(`${this.region.region}/${who}/${topic}`);
  }

  /**
   * A command with an id of its own: who, what, and a running number of that.
   *
   * @param {string} on @param {string} type @param {Readonly<Record<string, unknown>>} fields @returns {Dated}
   */
  command(on, type, fields) {
    const about = `${fields['personId'] ?? this.region.prefix}-${type}`;
    const number = (this.numbers.get(about) ?? 0) + 1;
    this.numbers.set(about, number);
    return { on, command: { commandId: `${about}-${number}`, type, region: this.region.region, ...fields } };
  }

  /** @param {string} group */
  institutionsOf(group) {
    return this.institutions.filter((institution) => institution.group === group);
  }
}
