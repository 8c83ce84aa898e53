import { movements, stays } from './topics/accounts.mjs';
import { claims, lateClaim } from './topics/claims.mjs';
import { contributions, credits } from './topics/contributions.mjs';
import { family, ownUse } from './topics/family.mjs';
import { certified, otherProgrammes } from './topics/programmes.mjs';
import { payments } from './topics/payments.mjs';
import { refusals } from './topics/refusals.mjs';
import { lives, region } from './topics/registers.mjs';
import { stories } from './topics/stories.mjs';
import { reversals, visits } from './topics/visits.mjs';
import { questions, years } from './topics/years.mjs';
import { World } from './world.mjs';

/**
 * What happens, topic by topic. On the same day they come in this order. A topic that is added here draws from its own
 * chance: everybody else's life stays as it is.
 *
 * @type {readonly ((world: World) => readonly import('./world.mjs').Dated[])[]}
 */
const TOPICS = [
  ...[region, lives, contributions, credits],
  ...[visits, certified, otherProgrammes, stays],
  ...[movements, family, ownUse, claims, lateClaim],
  ...[stories, reversals, refusals, years, questions, payments],
];

/** The command file of a region: one JSON object a line, in the order of the days. @param {import('./regions.mjs').Region} of */
export function sampleOf(of) {
  const world = new World(of);
  return TOPICS.flatMap((topic, rank) => topic(world).map((dated, at) => ({ ...dated, rank, at })))
    .sort((a, b) => (a.on < b.on ? -1 : a.on > b.on ? 1 : a.rank - b.rank || a.at - b.at))
    .map(({ command }) => `${JSON.stringify(command)}\n`)
    .join('');
}
