import { fenOf, safe, yuanOf } from './amounts.ts';

describe('amounts', () => {
  it.each([
    ['0.00', 0],
    ['0.05', 5],
    ['0.29', 29],
    ['1.00', 100],
    ['-0.05', -5],
    ['-1234.50', -123450],
    ['90071992547409.91', Number.MAX_SAFE_INTEGER],
  ])('%s yuan are %d fen, and back', (yuan, fen) => {
    expect(fenOf(yuan)).toBe(fen);
    expect(yuanOf(fen)).toBe(yuan);
  });

  it('reads what engines give for sums of 64-bit columns', () => {
    expect(yuanOf('12345')).toBe('123.45');
    expect(yuanOf(12345n)).toBe('123.45');
    expect(yuanOf(null)).toBe('0.00');
    expect(yuanOf(-0)).toBe('0.00');
  });

  it('refuses what is no exact amount', () => {
    for (const text of ['', '1', '1.5', '.00', '-.00', '--1.00', '1,00', '1.2x', 'x.00', '1.000.00', '1e3.00']) {
      expect(() => fenOf(text)).toThrow('no amount');
    }
    expect(() => fenOf('90071992547409.92')).toThrow('exact range');
    expect(() => safe(0.5)).toThrow('exact range');
  });
});
