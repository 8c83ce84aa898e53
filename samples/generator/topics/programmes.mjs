import { addDays, daysBetween, LAST_DAY } from '../calendar.mjs';
import { yuan } from '../random.mjs';

/** @import { Dated, World } from '../world.mjs' */
/** @import { Person } from '../people.mjs' */
/** @import { Random } from '../random.mjs' */

/** Conditions that are certified, with what a visit for them costs in yuan. */
const CONDITIONS = /** @type {const} */ ({
  'two-diseases': [
    ['hypertension', 40, 220],
    ['diabetes', 50, 260],
  ],
  chronic: [
    ['coronary-disease', 90, 620],
    ['copd', 80, 540],
    ['stroke-sequelae', 100, 700],
  ],
  special: [
    ['cancer-treatment', 600, 4800],
    ['uraemia-dialysis', 900, 3600],
    ['schizophrenia', 120, 640],
  ],
});

/** Certificates, and the visits that rest on them. @param {World} world @returns {readonly Dated[]} */
export function certified(world) {
  return world.people.flatMap((person, at) => {
    if (at % 7 !== 2 || person.leaves !== undefined) return [];
    const random = world.random('certified', person.id);
    const programmes = random.weighted(
      /** @type {const} */ ([
        [4, ['two-diseases']],
        [4, ['chronic']],
        [2, ['special']],
        [2, ['chronic', 'special']],
      ]),
    );
    return programmes.flatMap((programme) => treatedFor(programme, person, world, random));
  });
}

/** @param {'two-diseases' | 'chronic' | 'special'} programme @param {Person} person @param {World} world @param {Random} random */
function treatedFor(programme, person, world, random) {
  const { id: personId } = person;
  const [condition, least, most] = random.pick(CONDITIONS[programme]);
  const from = addDays(person.from < '2023-01-10' ? '2023-01-10' : person.from, random.int(0, 120));
  const severe = condition === 'schizophrenia' ? { severeMentalDisorder: true } : {};
  const every = random.pick([30, 45, 60]);
  const dated = [world.command(from, 'CertifyCondition', { personId, programme, condition, ...severe, from })];
  for (let day = addDays(from, random.int(2, 20)); day <= LAST_DAY; day = addDays(day, every + random.int(0, 9))) {
    const number = String(Math.floor(daysBetween(from, day))).padStart(3, '0');
    const total = yuan(random.fen(least, most));
    const where =
      world.region.region === 'zibo' && random.chance(40) ? pharmacy(world) : hospital(programme, world, random);
    const visit = {
      personId,
      visitId: `${programme}-${number}`,
      ...where,
      date: day,
      programme,
      condition,
      total,
      inScope: total,
    };
    dated.push(world.command(day, 'SettleVisit', { ...visit, ...(random.chance(60) ? { account: {} } : {}) }));
  }
  return dated;
}

/** @param {World} world */
function pharmacy(world) {
  return { institutionId: `${world.region.prefix}-d1`, prescription: true };
}

/** @param {string} programme @param {World} world @param {Random} random */
function hospital(programme, world, random) {
  const group =
    programme === 'special' ? random.pick(['tier-2', 'tier-3']) : random.pick(['tier-1', 'tier-2', 'tier-3']);
  return { institutionId: random.pick(world.institutionsOf(group)).id };
}

/** Rescues, negotiated drugs and day surgery, which need no certificate. @param {World} world @returns {readonly Dated[]} */
export function otherProgrammes(world) {
  const { prefix } = world.region;
  return world.people.flatMap((person, at) => {
    if (person.leaves !== undefined || person.from > '2023-02-01') return [];
    const { id: personId } = person;
    const random = world.random('other-programmes', personId);
    const day = addDays('2023-02-01', random.int(0, 640));
    const cost = (/** @type {number} */ least, /** @type {number} */ most) => {
      const total = yuan(random.fen(least, most));
      return { total, inScope: total };
    };
    if (at % 29 === 11) {
      const where = { institutionId: `${prefix}-${random.pick(['h31', 'h21', 'h11'])}`, date: day };
      const rescue = {
        personId,
        visitId: 'rescue',
        ...where,
        programme: 'emergency-rescue',
        ...cost(700, 5200),
        account: {},
      };
      return [world.command(day, 'SettleVisit', rescue)];
    }
    if (at % 31 === 6) {
      return [0, 35, 72, 110].map((days, turn) => {
        const date = addDays(day > '2024-08-01' ? '2024-03-04' : day, days);
        // Every second time it is bought at a dual-channel pharmacy on the hospital's prescription.
        const bought = { institutionId: `${prefix}-d1`, prescription: true, prescribingInstitutionId: `${prefix}-h31` };
        const where = turn % 2 === 0 ? { institutionId: `${prefix}-h31` } : bought;
        const drug = { programme: 'negotiated-drug', drug: 'osimertinib', ...cost(2200, 5600) };
        return world.command(date, 'SettleVisit', { personId, visitId: `drug-${turn + 1}`, ...where, date, ...drug });
      });
    }
    if (at % 37 === 9) {
      const discharge = addDays(day, 1);
      const hours = { admittedAt: `${day}T08:30`, dischargedAt: `${discharge}T16:00` };
      const surgery = {
        personId,
        visitId: 'surgery',
        institutionId: `${prefix}-h32`,
        date: day,
        programme: 'day-surgery',
      };
      return [
        world.command(discharge, 'SettleVisit', {
          ...surgery,
          ...hours,
          ...cost(2400, 9000),
          account: { limit: '500.00' },
        }),
      ];
    }
    return [];
  });
}
