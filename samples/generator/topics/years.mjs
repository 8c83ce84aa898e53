/** @import { Dated, World } from '../world.mjs' */

/** 2023 is carried over in the first days of 2024, stays open for late visits, and is closed in the middle of 2024. @param {World} world */
export function years(world) {
  return [
    world.command('2024-01-02', 'CarryOverYear', { year: 2023 }),
    world.command('2024-06-30', 'CloseYear', { year: 2023 }),
  ];
}

/** The fund by quarter and in all, some people in between, everybody at the end. @param {World} world @returns {readonly Dated[]} */
export function questions(world) {
  const quarters = [
    '2023-01-01',
    '2023-04-01',
    '2023-07-01',
    '2023-10-01',
    '2024-01-01',
    '2024-04-01',
    '2024-07-01',
    '2024-10-01',
  ];
  const ends = [
    '2023-03-31',
    '2023-06-30',
    '2023-09-30',
    '2023-12-31',
    '2024-03-31',
    '2024-06-30',
    '2024-09-30',
    '2024-12-31',
  ];
  const END = '2025-01-25';
  return [
    ...quarters.map((from, at) => world.command(ends[at] ?? END, 'GetFund', { from, to: ends[at] })),
    ...world.people
      .filter((_person, at) => at % 10 === 4)
      .map(({ id }) => world.command('2024-07-15', 'GetPerson', { personId: id, asOf: '2023-12-31' })),
    ...world.people.map(({ id }) => world.command(END, 'GetPerson', { personId: id })),
    ...['901', '902', '903'].map((number) =>
      world.command(END, 'GetPerson', { personId: `${world.region.prefix}-${number}` }),
    ),
    world.command(END, 'GetFund', { from: '2023-01-01', to: '2023-12-31' }),
    world.command(END, 'GetFund', { from: '2023-01-01', to: '2025-01-31' }),
  ];
}
