import { addDays, FIRST_DAY, LAST_DAY } from '../calendar.mjs';
import { yuan } from '../random.mjs';

/** @import { Dated, World } from '../world.mjs' */

/**
 * Accounts that pay for spouses and children: visits of a spouse who is insured here, medicines and premiums for a child who is
 * not. Where the region does not allow it, these are refused. @param {World} world @returns {readonly Dated[]}
 */
export function family(world) {
  return world.people.flatMap((person, at) => {
    const spouse = world.people[at + 1];
    if (at % 14 !== 8 || spouse === undefined || person.leaves !== undefined || spouse.leaves !== undefined) return [];
    if (person.from > FIRST_DAY || spouse.from > FIRST_DAY) return [];
    const { id: personId } = person;
    const random = world.random('family', personId);
    const child = `${personId}-child`;
    const from = addDays('2023-02-01', random.int(0, 60));
    const elsewhere = random.chance(25) ? { insuredArea: '440300' } : {};
    const dated = [
      world.command(from, 'LinkFamilyMember', { personId, memberId: spouse.id, relation: 'spouse', from }),
      world.command(from, 'LinkFamilyMember', { personId, memberId: child, relation: 'child', ...elsewhere, from }),
    ];
    for (let turn = 1; turn <= 4; turn += 1) {
      const date = addDays(from, random.int(5, 600));
      const total = yuan(random.fen(40, 460));
      const visit = {
        personId: spouse.id,
        visitId: `family-${turn}`,
        institutionId: `${world.region.prefix}-h21`,
        date,
      };
      dated.push(
        world.command(date, 'SettleVisit', { ...visit, total, inScope: total, account: { ownerId: personId } }),
      );
    }
    for (let turn = 1; turn <= 2; turn += 1) {
      const date = addDays(from, random.int(5, 600));
      const bought = {
        expenseId: `e${turn}`,
        institutionId: `${world.region.prefix}-d1`,
        date,
        amount: yuan(random.fen(12, 90)),
      };
      dated.push(
        world.command(date, 'PayExpense', {
          personId,
          beneficiaryId: child,
          ...bought,
          kind: random.pick(['medicine', 'device']),
        }),
      );
    }
    const premium = { premiumId: 'p1', product: 'resident-insurance', amount: '380.00', date: '2023-11-20' };
    dated.push(world.command(premium.date, 'PayPremium', { personId, beneficiaryId: child, ...premium }));
    const unlinked = addDays(from, 630);
    if (unlinked < LAST_DAY && random.chance(30))
      dated.push(world.command(unlinked, 'UnlinkFamilyMember', { personId, memberId: child, from: unlinked }));
    return dated;
  });
}

/** What people buy for themselves at pharmacies, and their own premiums. @param {World} world @returns {readonly Dated[]} */
export function ownUse(world) {
  return world.people.flatMap((person, at) => {
    if (at % 6 !== 1 || person.leaves !== undefined || person.plan !== 'pooled-and-account') return [];
    const { id: personId } = person;
    const random = world.random('own-use', personId);
    const date = addDays(person.from < '2023-06-01' ? '2023-06-01' : person.from, random.int(0, 380));
    const kind = random.weighted([
      [6, 'medicine'],
      [2, 'device'],
      [1, 'consumable'],
      [1, 'wellness'],
    ]);
    const bought = {
      expenseId: 'own-1',
      institutionId: `${world.region.prefix}-d1`,
      date,
      amount: yuan(random.fen(15, 160)),
      kind,
    };
    const product = random.pick([
      'critical-illness',
      'long-term-care',
      'large-sum-mutual-aid',
      'supplementary',
      'commercial-health',
    ]);
    const later = addDays(date, 40);
    return [
      world.command(date, 'PayExpense', { personId, ...bought }),
      world.command(later, 'PayPremium', {
        personId,
        premiumId: 'own-1',
        product,
        amount: yuan(random.int(4, 20) * 1000),
        date: later,
      }),
    ];
  });
}
