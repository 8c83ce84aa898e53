/** @import { Dated, World } from '../world.mjs' */

/** What a clerk gets wrong now and then, and a command that is sent twice. @param {World} world @returns {readonly Dated[]} */
export function refusals(world) {
  const { region, people, settled } = world;
  const { prefix } = region;
  const worker = people.find(({ employment, leaves, from, retires }) => {
    return employment === 'on-job' && leaves === undefined && from < '2023-01-01' && retires === undefined;
  });
  const retired = people.find(({ employment, leaves, plan }) => {
    return employment === 'retired' && leaves === undefined && plan === 'pooled-and-account';
  });
  const newcomer = people.find(({ from }) => from > '2023-03-01');
  const left = people.find(({ leaves }) => leaves?.how === 'transferred');
  if (worker === undefined || retired === undefined || newcomer === undefined || left === undefined)
    throw new Error('nobody fits');
  const personId = worker.id;
  const visit = (/** @type {string} */ on, fields = {}) =>
    world.command(on, 'SettleVisit', {
      personId,
      visitId: `x${on}`,
      institutionId: `${prefix}-h11`,
      date: on,
      total: '100.00',
      inScope: '100.00',
      ...fields,
    });
  const known = settled.filter(({ command }) => command['personId'] === personId);
  const first = /** @type {Dated} */ (known[0]);
  const second = /** @type {Dated} */ (known[1]);
  return [
    { on: first.on, command: first.command }, // sent again after a broken connection: the same answer
    { on: second.on, command: { ...second.command, total: '9999.00' } }, // the same commandId, another content
    visit('2023-02-02', { inScope: '120.00' }),
    visit('2023-02-03', { total: '100.005' }),
    visit('2023-02-04', { personId: `${prefix}-999` }),
    visit('2023-02-05', { institutionId: `${prefix}-h99` }),
    visit('2023-02-06', { date: '2022-12-30' }),
    visit('2023-02-07', { personId: newcomer.id, date: '2023-02-07' }),
    visit('2023-10-10', { institutionId: `${prefix}-h13` }),
    visit('2024-05-06', { institutionId: `${prefix}-d2`, prescription: true }),
    visit('2024-11-11', { personId: left.id, account: {} }),
    visit('2023-05-05', { institutionId: `${prefix}-e3`, date: '2023-05-05', total: '420.00', inScope: '400.00' }),
    world.command('2023-03-09', 'RecordContribution', {
      personId: retired.id,
      month: '2023-03',
      base: '4000.00',
      paidOn: '2023-03-09',
    }),
    world.command('2023-03-10', 'AdjustAccount', {
      personId: retired.id,
      adjustmentId: 'x1',
      direction: 'debit',
      amount: '99999.00',
      reason: '误操作',
      date: '2023-03-10',
    }),
    world.command('2023-03-11', 'EnrolPerson', {
      personId: `${prefix}-998`,
      birthDate: '1990-02-03',
      employment: 'on-job',
      plan: 'pooled-only',
      from: '2023-03-01',
    }),
    world.command('2023-03-12', 'ReverseSettlement', {
      personId,
      visitId: 'none',
      date: '2023-03-12',
      reason: '查无此单',
    }),
    world.command('2024-02-20', 'CarryOverYear', { year: 2023 }),
    visit('2024-07-03', { date: '2023-12-29' }),
    ...(region.refusedNotice === undefined
      ? []
      : [
          world.command('2023-06-20', 'PublishParameters', {
            effectiveFrom: region.refusedNotice.from,
            values: region.refusedNotice.values,
            basis: region.refusedNotice.basis,
          }),
        ]),
  ];
}
