/** @import { Dated, World } from '../world.mjs' */

/** Notices, institutions and the changes of their agreements. @param {World} world @returns {readonly Dated[]} */
export function region(world) {
  const { region, institutions } = world;
  const { prefix } = region;
  const notices = region.notices.map(({ from, basis, values }) =>
    world.command(from, 'PublishParameters', { effectiveFrom: from, values, basis }),
  );
  const designations = institutions.map(({ id, name, kind, tier, host, pooling, dualChannel, elsewhere }) =>
    world.command('2023-01-01', 'DesignateInstitution', {
      institutionId: id,
      name,
      kind,
      ...(tier === undefined ? {} : { tier }),
      ...(host === undefined ? {} : { hostInstitutionId: host }),
      outpatientPooling: pooling ?? true,
      ...(dualChannel === true ? { dualChannel } : {}),
      ...(elsewhere === true ? { area: region.elsewhere } : {}),
      from: '2022-01-01',
    }),
  );
  return [
    ...notices,
    ...designations,
    world.command('2023-09-01', 'SuspendDesignation', { institutionId: `${prefix}-h13`, from: '2023-09-01' }),
    world.command('2023-11-20', 'ResumeDesignation', { institutionId: `${prefix}-h13`, from: '2023-12-01' }),
    world.command('2023-12-20', 'ChangeInstitutionTier', {
      institutionId: `${prefix}-h22`,
      tier: 3,
      from: '2024-01-01',
    }),
    world.command('2024-03-20', 'EndDesignation', { institutionId: `${prefix}-d2`, from: '2024-04-01' }),
  ];
}

/** Enrolments and what changes in a life. @param {World} world @returns {readonly Dated[]} */
export function lives(world) {
  return world.people.flatMap((person) => {
    const { id: personId, birthDate, employment, plan, from, retires, suspension, registration } = person;
    const day = from < '2023-01-01' ? '2023-01-01' : from;
    const dated = [world.command(day, 'EnrolPerson', { personId, birthDate, employment, plan, from })];
    if (retires !== undefined) {
      dated.push(world.command(retires, 'ChangeEmployment', { personId, employment: 'retired', completedOn: retires }));
    }
    if (suspension !== undefined) {
      dated.push(world.command(suspension.from, 'SuspendEntitlement', { personId, from: suspension.from }));
      dated.push(world.command(suspension.to, 'ResumeEntitlement', { personId, from: suspension.to }));
    }
    if (registration !== undefined) {
      const area = world.region.elsewhere;
      const { kind, to } = registration;
      const starts = registration.from < from ? from : registration.from;
      dated.push(
        world.command(starts < day ? day : starts, 'RegisterOutOfAreaCare', { personId, kind, area, from: starts }),
      );
      if (to !== undefined && to > starts)
        dated.push(world.command(to, 'EndOutOfAreaCare', { personId, area, from: to }));
    }
    return dated;
  });
}
