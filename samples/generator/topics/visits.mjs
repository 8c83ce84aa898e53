import { addDays, daysBetween, FIRST_DAY, LAST_DAY } from '../calendar.mjs';
import { PRICES } from '../institutions.mjs';
import { yuan } from '../random.mjs';

/** @import { Dated, World } from '../world.mjs' */
/** @import { Person } from '../people.mjs' */
/** @import { Random } from '../random.mjs' */

/** Eight to twenty ordinary visits a person, some more for those who are ill. @param {World} world @returns {readonly Dated[]} */
export function visits(world) {
  const dated = world.people.flatMap((person) => visitsOf(person, world));
  world.settled.push(...dated);
  return dated;
}

/** @param {Person} person @param {World} world @returns {readonly Dated[]} */
function visitsOf(person, world) {
  const random = world.random('visits', person.id);
  const first = person.from < FIRST_DAY ? FIRST_DAY : person.from;
  const last = person.leaves === undefined ? LAST_DAY : addDays(person.leaves.on, -10);
  const days = daysBetween(first, last);
  const count = Math.ceil((random.int(8, 20) * days) / 730) + (person.heavy ? 6 : 0);
  return Array.from({ length: count }, () => addDays(first, random.int(0, days)))
    .sort()
    .map((date, at) => visit(person, world, { date, visitId: `v${String(at + 1).padStart(2, '0')}`, random }));
}

/**
 * @param {Person} person @param {World} world
 * @param {{ readonly date: string, readonly visitId: string, readonly random: Random }} about
 */
function visit(person, world, { date, visitId, random }) {
  const group = groupFor(person, date, random);
  const institution = random.pick(
    world.institutionsOf(group).filter(({ closed }) => closed === undefined || !closed(date)),
  );
  const [least, most] = /** @type {readonly [number, number]} */ (PRICES[institution.group]);
  const total = random.fen(least, most) * (person.heavy ? 3 : 1);
  const outOfCatalogue = random.chance(55) ? 0 : Math.floor((total * random.int(2, 25)) / 100);
  const examination = random.chance(20) ? Math.floor((total * random.int(10, 40)) / 100) : 0;
  const exclusion = random.chance(2)
    ? random.pick(['third-party', 'work-injury', 'check-up', 'wellness', 'other-fund'])
    : undefined;
  const prescription = institution.group === 'pharmacy' && random.chance(85);
  const asks = random.chance(70);
  const limit = random.chance(12) ? yuan(random.int(1, 20) * 1000) : undefined;
  const late = random.chance(4) ? random.int(3, 20) : 0;
  return world.command(addDays(date, late), 'SettleVisit', {
    personId: person.id,
    visitId,
    institutionId: institution.id,
    date,
    total: yuan(total),
    inScope: yuan(total - outOfCatalogue),
    ...(prescription ? { prescription } : {}),
    ...(examination === 0 ? {} : { examination: yuan(examination) }),
    ...(outOfCatalogue === 0 ? {} : { outOfCatalogue: yuan(outOfCatalogue) }),
    ...(exclusion === undefined ? {} : { exclusion }),
    ...(asks ? { account: limit === undefined ? {} : { limit } } : {}),
  });
}

/** @param {Person} person @param {string} date @param {Random} random */
function groupFor({ registration }, date, random) {
  const away =
    registration !== undefined &&
    registration.from <= date &&
    (registration.to === undefined || date < registration.to);
  const elsewhere = away ? 120 : 1;
  return random.weighted(
    /** @type {const} */ ([
      [42, 'tier-1'],
      [20, 'tier-2'],
      [18, 'tier-3'],
      [14, 'pharmacy'],
      [3, 'internet'],
      [1, 'not-pooling'],
      [elsewhere, 'elsewhere'],
    ]),
  );
}

/** Settlements that were wrong are taken back; half of them are settled anew. @param {World} world @returns {readonly Dated[]} */
export function reversals(world) {
  return world.settled.flatMap(({ on, command }) => {
    const { personId, visitId, total } = /** @type {Record<string, string>} */ (command);
    const random = world.random('reversals', `${personId}/${visitId}`);
    if (!random.chance(3)) return [];
    const date = addDays(on, random.int(1, 20));
    if (date > LAST_DAY) return [];
    const reason = random.pick(['重复结算', '项目录入错误', '患者退费']);
    const reversal = world.command(date, 'ReverseSettlement', { personId, visitId, date, reason });
    if (random.chance(50)) return [reversal];
    const half = yuan(Math.floor(Number(total.replace('.', '')) / 2));
    const { commandId: _id, type: _type, region: _region, examination: _e, outOfCatalogue: _o, ...same } = command;
    const again = { ...same, visitId: `${visitId}r`, total: half, inScope: half };
    return [reversal, world.command(date, 'SettleVisit', again)];
  });
}
