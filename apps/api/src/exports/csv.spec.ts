import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { csvLine } from './csv.ts';

describe('a line of CSV (RFC 4180)', () => {
  it.each([
    [['a', 'b'], 'a,b\r\n'],
    [['a,b', 'say "no"', 'two\nlines'], '"a,b","say ""no""","two\nlines"\r\n'],
    [['', null, '中文'], ',,中文\r\n'],
    [['=1+1', '+1', '-1', '@SUM(1)', '\t=1', '＝1'], "'=1+1,'+1,'-1,'@SUM(1),'\t=1,'＝1\r\n"],
    [['a=1', "'=1"], "a=1,'=1\r\n"],
    [['=HYPERLINK("x","y")'], `"'=HYPERLINK(""x"",""y"")"\r\n`],
  ])('%j', (cells, line) => {
    expect(csvLine(cells)).toBe(line);
  });

  it('leaves amounts and counts the numbers that they are', () => {
    const columns = [{ kind: 'text' }, { kind: 'amount' }, { kind: 'count' }] as const;
    expect(csvLine(['-12.00', '-12.00', -3], columns)).toBe("'-12.00,-12.00,-3\r\n");
  });

  it('never gives a spreadsheet a field that begins a formula', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (text) => {
        expect(csvLine([text]).replace(/^"/, '')).not.toMatch(/^[=+\-@\t]/);
      }),
    );
  });
});
