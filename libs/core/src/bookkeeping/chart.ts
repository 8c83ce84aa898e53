/** What a book account (科目) stands for; `transfer` is what passes from one sub-ledger of the fund to the other. */
export type BookAccountClass = 'asset' | 'liability' | 'net-assets' | 'income' | 'expenditure' | 'transfer';

/** The two sub-ledgers of the employee medical insurance fund: each balances by itself, in every entry. */
export const SUB_LEDGERS = ['pooled-fund', 'personal-accounts'] as const;

export type SubLedger = (typeof SUB_LEDGERS)[number];

export const SUB_LEDGER_NAMES: { readonly [subLedger in SubLedger]: { readonly zh: string; readonly en: string } } = {
  'pooled-fund': { zh: '统筹基金', en: 'Pooled fund' },
  'personal-accounts': { zh: '个人账户', en: 'Personal accounts' },
};

/** Whose a name or a code is: the accounting system's of social-insurance funds (财会〔2017〕28号), or this program's. */
export type Origin = 'standard' | 'ours';

export interface BookAccount {
  readonly name: { readonly zh: string; readonly en: string };
  readonly nameFrom: Origin | 'setting';
  /** Digits by which the account is known in the books; an agency may set its own. */
  readonly code: string;
  readonly codeFrom: Origin | 'setting';
  readonly class: BookAccountClass;
}

function account(
  kind: BookAccountClass,
  [zh, en]: readonly [zh: string, en: string],
  nameFrom: Origin,
  code: string,
  codeFrom: Origin = 'ours',
): BookAccount {
  return { name: { zh, en }, nameFrom, code, codeFrom, class: kind };
}

/**
 * The chart of accounts, in the order of the statements. Where a code is `ours`, the standard's was not at hand: it only keeps the
 * accounts apart until the agency sets its own (`chartWith`).
 */
export const BOOK_ACCOUNTS = {
  'income-account': account('asset', ['收入户存款', 'Deposits in the income account'], 'standard', '1003'),
  'expenditure-account': account(
    'asset',
    ['支出户存款', 'Deposits in the expenditure account'],
    'standard',
    '1004',
    'standard',
  ),
  'special-fiscal-account': account(
    'asset',
    ['财政专户存款', 'Deposits in the special fiscal account'],
    'standard',
    '1005',
  ),
  prepayments: account('asset', ['暂付款', 'Prepayments to institutions'], 'standard', '1101'),
  'to-be-recovered': account('asset', ['待收回医疗待遇', 'Benefits to be recovered from persons'], 'ours', '1191'),
  'adjustments-pending': account('asset', ['个人账户调整待清算', 'Account adjustments to be cleared'], 'ours', '1192'),
  'deposits-held': account('liability', ['暂收款', 'Quality deposits of institutions'], 'standard', '2001'),
  surplus: account('net-assets', ['以前年度结余', 'Surplus of earlier years'], 'ours', '3001'),
  contributions: account('income', ['社会保险费收入', 'Contributions'], 'standard', '4001'),
  'transfers-in': account('income', ['转移收入', 'Balances transferred in'], 'standard', '4401'),
  recoveries: account('income', ['追回违规资金收入', 'Money recovered from violations'], 'ours', '4991'),
  'other-income': account('income', ['其他收入', 'Other income'], 'standard', '4901'),
  benefits: account('expenditure', ['社会保险待遇支出', 'Benefits'], 'standard', '5001'),
  'benefits-recovered': account('expenditure', ['待遇支出收回', 'Benefits taken back'], 'ours', '5091'),
  premiums: account('expenditure', ['个人账户代缴保费支出', 'Premiums paid from personal accounts'], 'ours', '5092'),
  'account-payouts': account(
    'expenditure',
    ['个人账户退还及继承支出', 'Balances refunded or inherited'],
    'ours',
    '5093',
  ),
  'transfers-out': account('expenditure', ['转移支出', 'Balances transferred out'], 'standard', '5401'),
  'other-expenditure': account('expenditure', ['其他支出', 'Other expenditure'], 'standard', '5901'),
  'into-personal-accounts': account(
    'transfer',
    ['统筹基金划入个人账户', 'Put into personal accounts by the pooled fund'],
    'ours',
    '6001',
  ),
} as const satisfies { readonly [id: string]: BookAccount };

/** Names a book account wherever it is kept; code and name may change, the id does not. */
export type BookAccountId = keyof typeof BOOK_ACCOUNTS;

export const BOOK_ACCOUNT_IDS = Object.keys(BOOK_ACCOUNTS) as readonly BookAccountId[];

export type Chart = { readonly [id in BookAccountId]: BookAccount };

export function isBookAccountId(text: unknown): text is BookAccountId {
  return typeof text === 'string' && Object.hasOwn(BOOK_ACCOUNTS, text);
}

/** What an agency sets of an account: its own code, its own Chinese name. */
export interface OwnAccount {
  /** Four to twenty digits. */
  readonly code?: string;
  readonly name?: string;
}

/** The chart with an agency's own codes and names; what is not set stays as it is. */
export function chartWith(own: { readonly [id in BookAccountId]?: OwnAccount }): Chart {
  const accounts = BOOK_ACCOUNT_IDS.map((id): readonly [BookAccountId, BookAccount] => {
    const { code, name } = own[id] ?? {};
    const known: BookAccount = BOOK_ACCOUNTS[id];
    return [
      id,
      {
        ...known,
        ...(code === undefined ? {} : { code, codeFrom: 'setting' }),
        ...(name === undefined ? {} : { name: { ...known.name, zh: name }, nameFrom: 'setting' }),
      },
    ];
  });
  return Object.fromEntries(accounts) as Chart;
}

/** Accounts of a chart that have the code of one before them, each with that one: books could not tell them apart. */
export function sharedCodes(chart: Chart): readonly (readonly [id: BookAccountId, other: BookAccountId])[] {
  return BOOK_ACCOUNT_IDS.flatMap((id, at) => {
    const other = BOOK_ACCOUNT_IDS.slice(0, at).find((before) => chart[before].code === chart[id].code);
    return other === undefined ? [] : [[id, other] as const];
  });
}
