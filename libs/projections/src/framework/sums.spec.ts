import { Sums } from './sums.ts';
import { table } from './table.ts';

const DAYS = table({
  name: 'days',
  columns: { region: 'text', id: 'text', year: 'bigint', fen: 'bigint', visits: 'bigint' },
  key: ['region', 'id', 'year'],
});

const row = { region: 'zibo', id: 'H1', year: 2023, fen: 10, visits: 1 };

describe('sums', () => {
  it('add up what has one key, column by column', () => {
    const sums = new Sums(DAYS);
    sums.add(row);
    sums.add({ ...row, fen: -4 });
    sums.add({ ...row, year: 2024 });
    expect([...sums.rows()]).toEqual([
      { ...row, fen: 6, visits: 2 },
      { ...row, year: 2024 },
    ]);
  });

  it('leave what was added as it was', () => {
    const sums = new Sums(DAYS);
    const mine = { ...row };
    sums.add(mine);
    sums.add(row);
    expect(mine).toEqual(row);
  });

  it('keep a sum of zero', () => {
    const sums = new Sums(DAYS);
    sums.add(row);
    sums.add({ ...row, fen: -10, visits: -1 });
    expect([...sums.rows()]).toEqual([{ ...row, fen: 0, visits: 0 }]);
  });

  it.each([
    ['a1:', 'b'],
    ['a', '1:b'],
    ['', 'a1:b'],
  ])('tell the keys %j, %j apart from others of the same characters', (region, id) => {
    const sums = new Sums(DAYS);
    sums.add({ ...row, region, id });
    sums.add({ ...row, region: 'a', id: 'b' });
    expect([...sums.rows()]).toHaveLength(2);
  });

  it('refuse a sum that is not exact', () => {
    const sums = new Sums(DAYS);
    sums.add({ ...row, fen: Number.MAX_SAFE_INTEGER });
    expect(() => {
      sums.add(row);
    }).toThrow('outside the exact range');
  });
});
