import { table } from '../framework/table.ts';

/** What the rules look back upon: a person's care and spending, in the core's terms (`WatchedFact`). */
export const WATCHED_FACTS = table({
  name: 'watched_facts',
  columns: {
    region: 'text',
    person_id: 'text',
    /** The core's `dayNumber`. */
    day: 'bigint',
    position: 'bigint',
    event_id: 'text',
    kind: 'text',
    /** Id of the visit that a reversal takes back; else empty. */
    visit_id: 'text',
    institution_id: 'text',
    at_pharmacy: 'bigint',
    total_fen: 'bigint',
    account_fen: 'bigint',
    balance_fen: 'bigint',
    beneficiary_id: 'text',
    is_reversed: 'bigint',
  },
  key: ['region', 'person_id', 'day', 'position'],
});

/** Accounts that paid at a pharmacy and at a time of day: what `many-cards` looks back upon, whoever's they are. */
export const WATCHED_CARDS = table({
  name: 'watched_cards',
  columns: {
    region: 'text',
    institution_id: 'text',
    /** The core's `minuteNumber`. */
    minute: 'bigint',
    position: 'bigint',
    event_id: 'text',
    person_id: 'text',
    /** Id of the visit; empty for an expense. */
    visit_id: 'text',
    is_reversed: 'bigint',
  },
  key: ['region', 'institution_id', 'minute', 'position'],
});

/** Stays and deaths: what is watched over more than some days. */
export const WATCHED_SPANS = table({
  name: 'watched_spans',
  columns: {
    region: 'text',
    person_id: 'text',
    position: 'bigint',
    event_id: 'text',
    kind: 'text',
    day: 'bigint',
    until: 'bigint',
    institution_id: 'text',
  },
  key: ['region', 'person_id', 'position'],
});

/** A warning for each event that raised one. */
export const WARNINGS = table({
  name: 'warnings',
  columns: {
    region: 'text',
    /** Thirty-two times the event's position, and the rule's place. */
    entry: 'bigint',
    /** Business date of the event that raised it, and its month. */
    day: 'text',
    month: 'text',
    rule: 'text',
    person_id: 'text?',
    institution_id: 'text?',
    /** Positions and ids of the events that are its evidence, as JSON. */
    evidence: 'text',
  },
  key: ['region', 'entry'],
  indexes: { warnings_by_month: ['region', 'month', 'entry'] },
});
