import { addDays, firstOfNextMonth } from './calendar.mjs';
import { Random } from './random.mjs';

/**
 * A life over the two years, as far as the insurance hears of it.
 *
 * @typedef {{
 *   readonly id: string, readonly birthDate: string, readonly employment: 'on-job' | 'flexible' | 'retired',
 *   readonly plan: 'pooled-and-account' | 'pooled-only' | 'inpatient-only', readonly from: string,
 *   readonly retires?: string, readonly suspension?: { readonly from: string, readonly to: string },
 *   readonly registration?: { readonly kind: string, readonly from: string, readonly to?: string },
 *   readonly leaves?: { readonly how: 'transferred' | 'refunded' | 'inherited', readonly on: string },
 *   readonly heavy: boolean, readonly pays: 'monthly' | 'quarterly',
 * }} Person
 */

export const PEOPLE = 147;

/** @param {import('./regions.mjs').Region} region @returns {readonly Person[]} */
export function peopleOf(region) {
  return Array.from({ length: PEOPLE }, (_, at) => personOf(region, at + 1));
}

/** @param {import('./regions.mjs').Region} region @param {number} number @returns {Person} */
function personOf({ region, prefix, inpatientOnly }, number) {
  const id = `${prefix}-${String(number).padStart(3, '0')}`;
  const random = new Random(`${region}/${id}/life`);
  const employment = random.weighted(
    /** @type {const} */ ([
      [50, 'on-job'],
      [16, 'flexible'],
      [34, 'retired'],
    ]),
  );
  const plan = planOf(employment, inpatientOnly, random);
  const newcomer = number % 17 === 0;
  const from = newcomer
    ? `2023-${random.pick(['03', '05', '09', '11'])}-01`
    : `20${random.pick(['15', '18', '20', '22'])}-01-01`;
  // Every eleventh employee retires, every thirteenth person is suspended for a while, every ninth lives or is sent elsewhere.
  const retires =
    employment === 'retired' || number % 11 !== 0 ? undefined : random.pick(['2023-06-15', '2023-12-20', '2024-05-31']);
  return {
    id,
    birthDate: birthDateOf(employment, number, retires, random),
    employment,
    plan,
    from,
    ...(retires === undefined ? {} : { retires }),
    ...(number % 13 === 0 ? { suspension: suspensionOf(random) } : {}),
    ...(number % 9 === 0 ? { registration: registrationOf(random) } : {}),
    ...leavingOf(number, plan),
    heavy: number % 12 === 5,
    pays: number % 5 === 0 ? 'monthly' : 'quarterly',
  };
}

/** @param {string} employment @param {boolean} inpatientOnly @param {Random} random @returns {Person['plan']} */
function planOf(employment, inpatientOnly, random) {
  if (inpatientOnly && random.chance(6)) return 'inpatient-only';
  if (employment === 'flexible' && random.chance(35)) return 'pooled-only';
  return employment === 'retired' && random.chance(8) ? 'pooled-only' : 'pooled-and-account';
}

/** @param {string} employment @param {number} number @param {string | undefined} retires @param {Random} random */
function birthDateOf(employment, number, retires, random) {
  const day = `${String(random.int(1, 12)).padStart(2, '0')}-${String(random.int(1, 28)).padStart(2, '0')}`;
  if (retires !== undefined) return `${random.int(1963, 1968)}-${day}`;
  if (employment !== 'retired') return `${random.int(1968, 2001)}-${day}`;
  // Every third of the retired reaches 70 within the two years.
  return number % 3 === 0 ? `${random.pick([1953, 1954])}-${day}` : `${random.int(1938, 1967)}-${day}`;
}

/** @param {Random} random */
function suspensionOf(random) {
  const from = random.pick(['2023-04-01', '2023-07-01', '2023-10-01', '2024-02-01']);
  return { from, to: firstOfNextMonth(addDays(from, random.pick([20, 50, 80]))) };
}

/** @param {Random} random */
function registrationOf(random) {
  const kind = random.pick(['resettled', 'long-term-resident', 'long-term-posted', 'referred']);
  const from = random.pick(['2023-01-01', '2023-02-15', '2023-08-01']);
  return kind === 'referred' ? { kind, from, to: addDays(from, 90) } : { kind, from };
}

/** @param {number} number @param {string} plan @returns {{ readonly leaves?: Person['leaves'] }} */
function leavingOf(number, plan) {
  if (plan !== 'pooled-and-account') return {};
  const leaving = /** @type {Readonly<Record<number, Person['leaves']>>} */ ({
    23: { how: 'transferred', on: '2023-09-14' },
    58: { how: 'inherited', on: '2023-11-02' },
    71: { how: 'refunded', on: '2024-04-18' },
    94: { how: 'inherited', on: '2024-08-25' },
    119: { how: 'transferred', on: '2024-03-05' },
    131: { how: 'transferred', on: '2024-10-10' },
  })[number];
  return leaving === undefined ? {} : { leaves: leaving };
}

/** @param {Person} person @param {string} date */
export function employmentOn(person, date) {
  return person.retires !== undefined && date >= firstOfNextMonth(person.retires) ? 'retired' : person.employment;
}

/** @param {Person} person @param {string} date */
export function isSuspendedOn({ suspension }, date) {
  return suspension !== undefined && suspension.from <= date && date < suspension.to;
}
