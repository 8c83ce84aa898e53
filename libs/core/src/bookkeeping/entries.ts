import type { BookAccountId, SubLedger } from './chart.ts';

/** One side of an entry: which book account of which sub-ledger it touches. */
export interface EntryLine {
  readonly bookAccount: BookAccountId;
  readonly subLedger: SubLedger;
  readonly side: 'debit' | 'credit';
}

function line(side: EntryLine['side'], bookAccount: BookAccountId, subLedger: SubLedger): EntryLine {
  return { bookAccount, subLedger, side };
}

/** Money comes into the income account and goes on into the special fiscal account. */
function collected(subLedger: SubLedger, income: BookAccountId): readonly EntryLine[] {
  return [
    line('debit', 'income-account', subLedger),
    line('credit', income, subLedger),
    line('debit', 'special-fiscal-account', subLedger),
    line('credit', 'income-account', subLedger),
  ];
}

/** Money is drawn from the special fiscal account into the expenditure account: nothing is spent by that. */
function drawn(subLedger: SubLedger): readonly EntryLine[] {
  return [line('debit', 'expenditure-account', subLedger), line('credit', 'special-fiscal-account', subLedger)];
}

/** Money leaves the fund from the expenditure account. @param spentFor the account that it is spent from, or goes to. */
function paidOut(subLedger: SubLedger, spentFor: BookAccountId): readonly EntryLine[] {
  return [line('debit', spentFor, subLedger), line('credit', 'expenditure-account', subLedger)];
}

/** Money is drawn and paid out on the same day. */
function spent(subLedger: SubLedger, expenditure: BookAccountId): readonly EntryLine[] {
  return [...drawn(subLedger), ...paidOut(subLedger, expenditure)];
}

/**
 * The kinds of entries and the lines of each; every line has the entry's amount. What takes an entry back is the same entry with a
 * negative amount (红字).
 */
export const ENTRY_LINES = {
  'pooled-contribution': collected('pooled-fund', 'contributions'),
  'personal-contribution': collected('personal-accounts', 'contributions'),
  'into-personal-accounts': [
    line('debit', 'into-personal-accounts', 'pooled-fund'),
    line('credit', 'special-fiscal-account', 'pooled-fund'),
    line('debit', 'special-fiscal-account', 'personal-accounts'),
    line('credit', 'into-personal-accounts', 'personal-accounts'),
  ],
  'institution-drawing': drawn('pooled-fund'),
  'institution-payment': paidOut('pooled-fund', 'benefits'),
  'institution-withheld': [
    line('debit', 'benefits', 'pooled-fund'),
    line('credit', 'benefits-recovered', 'pooled-fund'),
  ],
  'deposit-held': [line('debit', 'benefits', 'pooled-fund'), line('credit', 'deposits-held', 'pooled-fund')],
  'deposit-applied': [
    line('debit', 'deposits-held', 'pooled-fund'),
    line('credit', 'benefits-recovered', 'pooled-fund'),
  ],
  'deposit-payout': paidOut('pooled-fund', 'deposits-held'),
  'prepayment-payout': paidOut('pooled-fund', 'prepayments'),
  'prepayment-offset': [line('debit', 'benefits', 'pooled-fund'), line('credit', 'prepayments', 'pooled-fund')],
  'case-recovery': collected('pooled-fund', 'recoveries'),
  'claim-payment': spent('pooled-fund', 'benefits'),
  'claim-reversal': [
    line('debit', 'to-be-recovered', 'pooled-fund'),
    line('credit', 'benefits-recovered', 'pooled-fund'),
  ],
  'personal-care': spent('personal-accounts', 'benefits'),
  'personal-premium': spent('personal-accounts', 'premiums'),
  'transfer-in': collected('personal-accounts', 'transfers-in'),
  'transfer-out': spent('personal-accounts', 'transfers-out'),
  'account-payout': spent('personal-accounts', 'account-payouts'),
  'adjustment-in': [
    line('debit', 'adjustments-pending', 'personal-accounts'),
    line('credit', 'other-income', 'personal-accounts'),
  ],
  'adjustment-out': [
    line('debit', 'other-expenditure', 'personal-accounts'),
    line('credit', 'adjustments-pending', 'personal-accounts'),
  ],
} as const satisfies { readonly [kind: string]: readonly EntryLine[] };

export type EntryKind = keyof typeof ENTRY_LINES;

/** The kinds of entries that touch a book account. */
export function kindsTouching(bookAccount: BookAccountId): readonly EntryKind[] {
  const kinds = Object.entries(ENTRY_LINES) as unknown as readonly [EntryKind, readonly EntryLine[]][];
  return kinds.filter(([, lines]) => lines.some((each) => each.bookAccount === bookAccount)).map(([kind]) => kind);
}
