import { BOOK_ACCOUNT_IDS, ENTRY_LINES, SUB_LEDGERS } from '@gongji/core';
import { reference, type Schema, type Schemas } from '../documentation/command-schemas.ts';
import { AMOUNT, choice, DAY, list, orNull, page, POSITION, TEXT, whole, WORDS } from '../documentation/schema.ts';

const SUB_LEDGER: Schema = choice(...SUB_LEDGERS);

const NAMED: { readonly [name: string]: Schema } = {
  bookAccount: choice(...BOOK_ACCOUNT_IDS),
  code: TEXT,
  name: WORDS,
};

const SIDES: Schema = whole({ debit: AMOUNT, credit: AMOUNT });

const BY_SUB_LEDGER: Schema = whole({ 'pooled-fund': AMOUNT, 'personal-accounts': AMOUNT, fund: AMOUNT });

const BALANCES: { readonly [name: string]: Schema } = { opening: SIDES, turnover: SIDES, closing: SIDES };

const BALANCE_ROW: { readonly [name: string]: Schema } = { ...NAMED, subLedger: SUB_LEDGER, ...BALANCES };

const STATEMENT_ROWS: Schema = list({ $ref: reference('StatementOfFundRow') });

/** A statement of a month or a year. */
function statement(parts: { readonly [name: string]: Schema }): Schema {
  return whole({ region: TEXT, period: TEXT, upTo: POSITION, ...parts });
}

/** The schemas of what the books answer. */
export function bookSchemas(): Schemas {
  const origin = choice('standard', 'ours', 'setting');
  return {
    ChartOfAccounts: whole({
      subLedgers: list(whole({ subLedger: SUB_LEDGER, name: WORDS })),
      rows: list(
        whole({
          ...NAMED,
          nameFrom: origin,
          codeFrom: origin,
          class: choice('asset', 'liability', 'net-assets', 'income', 'expenditure', 'transfer'),
        }),
      ),
    }),
    Journal: page({ $ref: reference('JournalEntry') }),
    JournalEntry: whole({
      entry: { type: 'string', description: 'place in the journal' },
      position: POSITION,
      date: DAY,
      lateFor: orNull({ type: 'string', description: 'the month of the date, closed before the entry came' }),
      kind: choice(...Object.keys(ENTRY_LINES)),
      reference: TEXT,
      amount: AMOUNT,
      lines: list(whole({ ...NAMED, subLedger: SUB_LEDGER, side: choice('debit', 'credit'), amount: AMOUNT })),
    }),
    ClosedMonths: whole({
      region: TEXT,
      year: { type: 'integer' },
      upTo: POSITION,
      rows: list(
        whole({
          month: TEXT,
          position: POSITION,
          recordedAt: TEXT,
          upTo: POSITION,
          totals: { $ref: reference('Fund') },
          late: list(whole({ month: TEXT, entries: { type: 'integer' }, amount: AMOUNT })),
        }),
      ),
    }),
    GeneralLedger: statement({ rows: list(whole({ month: TEXT, ...BALANCE_ROW })) }),
    TrialBalance: statement({ rows: list(whole(BALANCE_ROW)), totals: whole(BALANCES) }),
    StatementOfFundRow: whole({ ...NAMED, amount: BY_SUB_LEDGER }),
    IncomeAndExpenditure: statement({
      income: STATEMENT_ROWS,
      expenditure: STATEMENT_ROWS,
      transfers: STATEMENT_ROWS,
      totals: whole({ income: BY_SUB_LEDGER, expenditure: BY_SUB_LEDGER, surplus: BY_SUB_LEDGER }),
    }),
    BalanceSheet: statement({
      assets: STATEMENT_ROWS,
      liabilities: STATEMENT_ROWS,
      netAssets: whole({ earlierYears: BY_SUB_LEDGER, thisYear: BY_SUB_LEDGER }),
      totals: whole({ assets: BY_SUB_LEDGER, liabilities: BY_SUB_LEDGER, netAssets: BY_SUB_LEDGER }),
    }),
  };
}
