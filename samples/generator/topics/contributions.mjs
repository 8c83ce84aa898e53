import { addDays, MONTHS } from '../calendar.mjs';
import { employmentOn, isSuspendedOn } from '../people.mjs';
import { yuan } from '../random.mjs';

/** @import { Dated, World } from '../world.mjs' */
/** @import { Person } from '../people.mjs' */

/** What is paid for the months, arrears after a suspension, and corrections of a wrong base. @param {World} world */
export function contributions(world) {
  return world.people.flatMap((person) => paidBy(person, world));
}

/** @param {Person} person @param {World} world @returns {readonly Dated[]} */
function paidBy(person, world) {
  const { id: personId } = person;
  const random = world.random('contributions', personId);
  let base = random.int(35, 110) * 100;
  return MONTHS.flatMap((month) => {
    if (month.endsWith('-07')) base += random.int(0, 6) * 50;
    const day = `${month}-01`;
    if (employmentOn(person, day) === 'retired' || day < person.from) return [];
    if (person.leaves !== undefined && day > person.leaves.on) return [];
    if (person.pays === 'quarterly' && Number(month.slice(5)) % 3 !== 1) return [];
    const suspended = isSuspendedOn(person, day);
    const on = suspended
      ? /** @type {{ readonly to: string }} */ (person.suspension).to
      : addDays(day, random.int(4, 24));
    const paid = (/** @type {number} */ amount) => ({ personId, month, base: yuan(amount * 100), paidOn: on });
    if (!random.chance(2)) return [world.command(on, 'RecordContribution', paid(base))];
    const found = addDays(on, random.int(3, 30));
    return [
      world.command(on, 'RecordContribution', paid(base + 1000)),
      world.command(found, 'ReverseContribution', { personId, month, reason: '基数申报错误', date: found }),
      world.command(found, 'RecordContribution', { ...paid(base), paidOn: found }),
    ];
  });
}

/** Every month's credit of the retired, on its third day. @param {World} world @returns {readonly Dated[]} */
export function credits(world) {
  return MONTHS.map((month) => world.command(`${month}-03`, 'CreditMonth', { month }));
}
