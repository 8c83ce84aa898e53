import { BOOK_ACCOUNTS, chartWith } from './chart.ts';

describe('the chart of accounts', () => {
  it('has a code of its own for every account', () => {
    expect(chartWith({})).toEqual(BOOK_ACCOUNTS);
  });

  it('takes the codes of an agency and says so', () => {
    const chart = chartWith({ benefits: '500101' });
    expect(chart.benefits).toMatchObject({ code: '500101', codeFrom: 'setting', name: { zh: '社会保险待遇支出' } });
    expect(chart.premiums).toEqual(BOOK_ACCOUNTS.premiums);
  });

  it.each([
    [{ nothing: '1001' }, /nothing is no book account/],
    [{ toString: '1001' }, /toString is no book account/],
    [{ benefits: 'A1' }, /four to twenty digits/],
    [{ benefits: 5001 }, /four to twenty digits/],
    [{ benefits: '4001' }, /contributions and benefits have the same code 4001/],
  ])('refuses %j', (codes: { readonly [id: string]: unknown }, message) => {
    expect(() => chartWith(codes)).toThrow(message);
  });
});
