import { BOOK_ACCOUNTS, chartWith, sharedCodes } from './chart.ts';

describe('the chart of accounts', () => {
  it('has a code of its own for every account', () => {
    expect(chartWith({})).toEqual(BOOK_ACCOUNTS);
    expect(sharedCodes(BOOK_ACCOUNTS)).toEqual([]);
  });

  it('takes the codes and names of an agency and says so', () => {
    const chart = chartWith({ benefits: { code: '500101' }, premiums: { name: '代缴保费' } });
    expect(chart.benefits).toMatchObject({ code: '500101', codeFrom: 'setting', name: { zh: '社会保险待遇支出' } });
    expect(chart.premiums).toMatchObject({ code: '5092', codeFrom: 'ours', nameFrom: 'setting' });
    expect(chart.premiums.name).toEqual({ zh: '代缴保费', en: 'Premiums paid from personal accounts' });
    expect(chart.surplus).toEqual(BOOK_ACCOUNTS.surplus);
  });

  it('tells which accounts have one code', () => {
    expect(sharedCodes(chartWith({ benefits: { code: '4001' } }))).toEqual([['benefits', 'contributions']]);
  });
});
