import { linesOf, type Entry } from './postings.ts';
import {
  balanceSheet,
  generalLedger,
  incomeAndExpenditure,
  periodOf,
  trialBalance,
  type MonthSum,
} from './statements.ts';

/** Each entry's lines as sums of its month: the statements add them up. */
function posted(month: string, kind: Entry['kind'], amount: string): readonly MonthSum[] {
  return linesOf({ kind, amount }).map(({ bookAccount, subLedger, side }) => {
    const [debit, credit] = side === 'debit' ? [amount, '0.00'] : ['0.00', amount];
    return { month, bookAccount, subLedger, debit, credit };
  });
}

/** 2022: 1000 for the pool and 100 for the accounts; 2023: 350 and 100, 30 passed on, 220 drawn, 200 of them paid, 40 spent, 50 withheld. */
const SUMS = [
  ...posted('2022-12', 'pooled-contribution', '1000.00'),
  ...posted('2022-12', 'personal-contribution', '100.00'),
  ...posted('2023-01', 'pooled-contribution', '350.00'),
  ...posted('2023-01', 'personal-contribution', '100.00'),
  ...posted('2023-02', 'into-personal-accounts', '30.00'),
  ...posted('2023-02', 'institution-drawing', '220.00'),
  ...posted('2023-02', 'institution-payment', '200.00'),
  ...posted('2023-02', 'institution-withheld', '50.00'),
  ...posted('2023-03', 'personal-care', '40.00'),
];

function sides(debit: string, credit: string) {
  return { debit, credit };
}

describe('the trial balance', () => {
  it('carries assets on, begins income at zero each year and keeps what was left as surplus', () => {
    const { rows, totals } = trialBalance(SUMS, periodOf('2023-02'));
    const row = (bookAccount: string) => rows.find((each) => each.bookAccount === bookAccount);
    expect(row('special-fiscal-account')).toMatchObject({
      opening: sides('1350.00', '0.00'),
      turnover: sides('0.00', '250.00'),
      closing: sides('1100.00', '0.00'),
    });
    expect(row('expenditure-account')).toMatchObject({ closing: sides('20.00', '0.00') });
    expect(row('surplus')).toMatchObject({ opening: sides('0.00', '1000.00'), closing: sides('0.00', '1000.00') });
    expect(row('contributions')).toMatchObject({
      opening: sides('0.00', '350.00'),
      turnover: sides('0.00', '0.00'),
      closing: sides('0.00', '350.00'),
    });
    expect(totals.opening).toEqual(sides('1550.00', '1550.00'));
    expect(totals.turnover.debit).toBe(totals.turnover.credit);
    expect(totals.closing.debit).toBe(totals.closing.credit);
  });

  it('of a year opens with the year before', () => {
    const { totals } = trialBalance(SUMS, periodOf('2023'));
    expect(totals.opening).toEqual(sides('1100.00', '1100.00'));
  });
});

test('the general ledger has a book account by month', () => {
  const months = generalLedger(SUMS, 'benefits', 2023).filter(({ subLedger }) => subLedger === 'personal-accounts');
  expect(months[0]).toMatchObject({ month: '2023-03', turnover: sides('40.00', '0.00') });
  expect(months).toHaveLength(10);
});

test('the statement of income and expenditure shows both sub-ledgers, and transfers cancel out', () => {
  const { transfers, totals } = incomeAndExpenditure(SUMS, periodOf('2023'));
  expect(transfers.map(({ amount }) => amount)).toEqual([
    { 'pooled-fund': '-30.00', 'personal-accounts': '30.00', fund: '0.00' },
  ]);
  expect(totals).toEqual({
    income: { 'pooled-fund': '350.00', 'personal-accounts': '100.00', fund: '450.00' },
    expenditure: { 'pooled-fund': '200.00', 'personal-accounts': '40.00', fund: '240.00' },
    surplus: { 'pooled-fund': '120.00', 'personal-accounts': '90.00', fund: '210.00' },
  });
});

test('the balance sheet: assets are what is left of all years', () => {
  expect(balanceSheet(SUMS, periodOf('2023-03'))).toMatchObject({
    netAssets: {
      earlierYears: { 'pooled-fund': '1000.00', 'personal-accounts': '100.00', fund: '1100.00' },
      thisYear: { 'pooled-fund': '120.00', 'personal-accounts': '90.00', fund: '210.00' },
    },
    totals: {
      assets: { 'pooled-fund': '1120.00', 'personal-accounts': '190.00', fund: '1310.00' },
      netAssets: { 'pooled-fund': '1120.00', 'personal-accounts': '190.00', fund: '1310.00' },
    },
  });
});
