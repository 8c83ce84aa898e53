import { addDays } from '../calendar.mjs';
import { yuan } from '../random.mjs';

/** @import { Dated, World } from '../world.mjs' */

/** Bills that people paid first and hand in: mostly approved by a second person, some rejected, some late. @param {World} world */
export function claims(world) {
  const { prefix } = world.region;
  return world.people.flatMap((person, at) => {
    if (at % 8 !== 6 || person.leaves !== undefined || person.from > '2023-03-01') return [];
    const { id: personId } = person;
    const random = world.random('claims', personId);
    const date = addDays('2023-03-05', random.int(0, 600));
    const submittedOn = addDays(date, random.int(6, 75));
    const decidedOn = addDays(submittedOn, random.int(4, 20));
    if (date < '2024-01-01' && decidedOn > '2024-06-25') return [];
    const total = random.fen(120, 2400);
    const institutionId = `${prefix}-${random.pick(['e3', 'e3', 'e2', 'e1', 'h31'])}`;
    const claimId = `${personId}-claim`;
    const visit = {
      personId,
      visitId: 'claimed',
      institutionId,
      date,
      total: yuan(total),
      inScope: yuan(Math.floor((total * 9) / 10)),
    };
    const submitted = world.command(submittedOn, 'SubmitClaim', { actor: 'clerk-1', claimId, ...visit, submittedOn });
    const by = { actor: at % 24 === 6 ? 'clerk-1' : 'reviewer-1', claimId, date: decidedOn };
    if (random.chance(12)) return [submitted, world.command(decidedOn, 'RejectClaim', { ...by, reason: '票据不全' })];
    const approved = world.command(decidedOn, 'ApproveClaim', by);
    if (by.actor !== 'clerk-1') return [submitted, approved];
    // Who submitted it may not approve it: a second person does, two days later.
    const again = addDays(decidedOn, 2);
    return [submitted, approved, world.command(again, 'ApproveClaim', { actor: 'reviewer-1', claimId, date: again })];
  });
}

/** A bill of 2023 that comes in a day too late for Baoshan (art. 25), and is paid there for a reason. @param {World} world */
export function lateClaim(world) {
  const person = world.people.find(
    ({ employment, leaves, from }) => employment === 'retired' && leaves === undefined && from < '2023-01-01',
  );
  if (person === undefined) throw new Error('nobody fits');
  const { prefix } = world.region;
  const claimId = `${prefix}-late`;
  const visit = {
    personId: person.id,
    visitId: 'late',
    institutionId: `${prefix}-e3`,
    date: '2023-11-16',
    total: '890.00',
    inScope: '890.00',
  };
  return [
    world.command('2023-11-10', 'RegisterOutOfAreaCare', {
      personId: person.id,
      kind: 'resettled',
      area: world.region.elsewhere,
      from: '2023-11-10',
    }),
    world.command('2024-04-01', 'SubmitClaim', { actor: 'clerk-1', claimId, ...visit, submittedOn: '2024-04-01' }),
    world.command('2024-04-09', 'ApproveClaim', { actor: 'reviewer-1', claimId, date: '2024-04-09' }),
    world.command('2024-04-12', 'ApproveClaim', {
      actor: 'reviewer-1',
      claimId,
      date: '2024-04-12',
      override: '住院治疗期间无法申报',
    }),
  ];
}
