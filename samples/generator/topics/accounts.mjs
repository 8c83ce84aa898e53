import { addDays } from '../calendar.mjs';
import { yuan } from '../random.mjs';

/** @import { Dated, World } from '../world.mjs' */

/** Stays that were settled elsewhere, with an ordinary visit in the middle of every second. @param {World} world */
export function stays(world) {
  return world.people.flatMap((person, at) => {
    if (at % 12 !== 7 || person.leaves !== undefined) return [];
    const { id: personId } = person;
    const random = world.random('stays', personId);
    const admittedOn = addDays(
      random.pick(['2023-04-03', '2023-11-26', '2024-02-19', '2024-09-02']),
      random.int(0, 20),
    );
    const dischargedOn = addDays(admittedOn, random.int(5, 21));
    const institutionId = `${world.region.prefix}-h31`;
    const pooledPaid = yuan(random.fen(1800, 28000));
    /** @type {Dated[]} */
    const dated = [
      world.command(dischargedOn, 'RecordInpatientStay', {
        stayId: 's1',
        personId,
        institutionId,
        admittedOn,
        dischargedOn,
        pooledPaid,
      }),
    ];
    if (at % 24 === 7) {
      const visit = { personId, visitId: 'in-stay', institutionId, date: addDays(admittedOn, 2), account: {} };
      const recorded = addDays(dischargedOn, 1); // a bill of another department that comes after the stay was recorded
      dated.push(world.command(recorded, 'SettleVisit', { ...visit, total: '186.40', inScope: '186.40' }));
    }
    return dated;
  });
}

/** Money that comes into accounts or leaves them outside contributions and visits. @param {World} world */
export function movements(world) {
  return world.people.flatMap((person, at) => {
    const { id: personId, leaves, plan } = person;
    if (plan !== 'pooled-and-account') return [];
    const random = world.random('movements', personId);
    /** @type {Dated[]} */
    const dated = [];
    if (at % 19 === 3) {
      const date = addDays('2023-05-10', random.int(0, 400));
      const amount = yuan(random.int(20, 400) * 100);
      const adjustment = {
        personId,
        adjustmentId: 'a1',
        direction: 'credit',
        amount,
        reason: '补记上年划入差额',
        date,
      };
      dated.push(world.command(date, 'AdjustAccount', adjustment));
      if (at % 38 === 3) {
        const debited = { ...adjustment, adjustmentId: 'a2', direction: 'debit', amount: '20.00', reason: '多记冲回' };
        dated.push(world.command(addDays(date, 9), 'AdjustAccount', { ...debited, date: addDays(date, 9) }));
      }
    }
    if (at % 23 === 16) {
      const date = addDays(person.from < '2023-02-01' ? '2023-02-01' : person.from, random.int(5, 60));
      const amount = yuan(random.fen(150, 6000));
      dated.push(
        world.command(date, 'TransferAccountIn', { personId, transferId: 't1', amount, from: '440300', date }),
      );
    }
    if (leaves !== undefined) dated.push(...leaving(world, personId, leaves));
    return dated;
  });
}

/** @param {World} world @param {string} personId @param {NonNullable<import('../people.mjs').Person['leaves']>} leaves */
function leaving(world, personId, { how, on }) {
  if (how === 'transferred') return [world.command(on, 'TransferAccountOut', { personId, to: '440300', date: on })];
  if (how === 'refunded')
    return [world.command(on, 'RefundAccount', { personId, reason: '转入地无个人账户', date: on })];
  const deathDate = addDays(on, -8);
  const heir = `${personId}-heir`;
  return [
    world.command(deathDate, 'SuspendEntitlement', { personId, from: addDays(deathDate, 1) }),
    world.command(on, 'InheritAccount', { personId, deathDate, heir, date: on }),
  ];
}
