import { expect, test } from '@jest/globals';
import { bookMonth } from './months.ts';

test.each([
  ['an open month is that of the books', [], '2023-03-31', '2023-03', null],
  ['a closed one is not: the next open one is', ['2023-03'], '2023-03-31', '2023-04', '2023-03'],
  ['closed ones are passed over', ['2023-03', '2023-04'], '2023-03-01', '2023-05', '2023-03'],
  ['an earlier open one stays open', ['2023-03'], '2023-02-01', '2023-02', null],
  ['a year goes over into the next', ['2023-12'], '2023-12-05', '2024-01', '2023-12'],
])('%s', (_title, closed, day, month, lateFor) => {
  expect(bookMonth(day, (each) => closed.includes(each))).toEqual({ month, lateFor });
});
