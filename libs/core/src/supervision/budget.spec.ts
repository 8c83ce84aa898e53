import { budgetLine } from './budget.ts';

const MONTHS = Array.from({ length: 12 }, (_, index) => String(index + 1).padStart(2, '0'));

/** Every month of 2023, of which the first quarter is half as dear as the rest. */
const LAST_YEAR = Object.fromEntries(MONTHS.map((month) => [`2023-${month}`, month <= '03' ? '50.00' : '100.00']));

describe('a budget against what was paid', () => {
  it('shows each month and what was paid up to it', () => {
    const paid = { '2024-01': '60.00', '2024-03': '-10.00' };
    expect(budgetLine({ line: 'ordinary', budget: '400.00', paid }, '2024-03')).toEqual({
      line: 'ordinary',
      budget: '400.00',
      months: [
        { month: '2024-01', paid: '60.00', soFar: '60.00' },
        { month: '2024-02', paid: '0.00', soFar: '60.00' },
        { month: '2024-03', paid: '-10.00', soFar: '50.00' },
      ],
      paid: '50.00',
      used: '0.1250',
      forecast: '200.00', // 50.00 in three months
      forecastBy: 'months-passed',
      over: false,
    });
  });

  it('goes on as the year before did, where that was whole', () => {
    // A quarter cost 150.00 of last year's 1050.00: 180.00 now make 1260.00.
    const paid = { ...LAST_YEAR, '2024-01': '60.00', '2024-02': '60.00', '2024-03': '60.00' };
    const line = budgetLine({ line: 'ordinary', budget: '1250.00', paid }, '2024-03');
    expect(line).toMatchObject({ forecast: '1260.00', forecastBy: 'last-year', over: true });
  });

  it('knows a year that is over', () => {
    const line = budgetLine({ line: 'ordinary', budget: '1050.00', paid: LAST_YEAR }, '2023-12');
    expect(line).toMatchObject({
      paid: '1050.00',
      forecast: '1050.00',
      forecastBy: 'year-ended',
      used: '1.0000',
      over: false,
    });
  });

  it('says nothing of use without a budget', () => {
    expect(budgetLine({ line: 'chronic', budget: null, paid: {} }, '2024-01')).toMatchObject({
      used: null,
      over: false,
      forecast: '0.00',
    });
  });
});
