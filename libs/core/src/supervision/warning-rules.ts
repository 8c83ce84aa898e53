/** What is said of a warning, and when it is raised. The documents name no figures: they are ours. */
export interface WarningRule {
  readonly title: { readonly zh: string; readonly en: string };
  /** So many facts make a warning. */
  readonly atLeast: number;
  /** Within so many days, the first and the last included; 0 where days play no part. */
  readonly days: number;
  /** Within so many minutes; 0 where the time of day plays no part. */
  readonly minutes: number;
  /** Yuan from which an amount counts; "0.00" where amounts play no part. */
  readonly amount: string;
  /** Articles of the documents that have it watched, by region. */
  readonly articles: { readonly [region: string]: string };
}

/** Supervision of institutions and persons in each document. */
const CONDUCT = { panzhihua: '16', shangrao: '27', chongqing: '2(4)1', baoshan: '31', zibo: '17' };
/** Use of the personal account. */
const ACCOUNT = { panzhihua: '13', shangrao: '27', chongqing: '2(4)1', baoshan: '19', zibo: '13' };
/** Who handles, and how. */
const HANDLING = { panzhihua: '13', shangrao: '23', chongqing: '2(4)1', baoshan: '31', zibo: '4' };

function rule(
  [zh, en]: readonly [zh: string, en: string],
  [atLeast, days, amount, minutes = 0]: readonly [atLeast: number, days: number, amount: string, minutes?: number],
  articles: WarningRule['articles'],
): WarningRule {
  return { title: { zh, en }, atLeast, days, minutes, amount, articles };
}

/**
 * What is watched in the events themselves. The order is kept: a warning's place in the list is made of its event's position and its
 * rule's place here, so new rules come last.
 */
export const WARNING_RULES = {
  'several-institutions': rule(
    ['同日多家医疗机构就诊', 'Visits to several medical institutions on one day'],
    [2, 1, '0.00'],
    CONDUCT,
  ),
  'repeated-visits': rule(
    ['同日同机构重复就诊', 'Repeated visits to one institution on one day'],
    [3, 1, '0.00'],
    CONDUCT,
  ),
  'visit-during-stay': rule(['住院期间门诊就诊', 'A visit during an inpatient stay'], [1, 0, '0.00'], {
    ...CONDUCT,
    zibo: '8',
  }),
  'spending-after-death': rule(['死亡后发生费用', 'Care or spending dated after the death'], [1, 0, '0.00'], CONDUCT),
  'account-drained': rule(
    ['个人账户在同一药店集中用尽', 'An account drained at one pharmacy'],
    [1, 7, '1000.00'],
    ACCOUNT,
  ),
  'round-amounts': rule(
    ['同机构多次整数刷卡', 'Round amounts from the account at one institution'],
    [3, 30, '100.00'],
    ACCOUNT,
  ),
  'many-visits': rule(['就诊频次异常', 'Very many visits'], [15, 30, '0.00'], CONDUCT),
  'same-amount': rule(
    ['同机构相同金额重复发生', 'The same amount again and again at one institution'],
    [3, 30, '0.01'],
    CONDUCT,
  ),
  'repeated-reversals': rule(['同机构频繁冲正', 'Repeated reversals at one institution'], [3, 30, '0.00'], CONDUCT),
  'many-beneficiaries': rule(['个人账户为多人支付', 'An account that pays for many others'], [3, 30, '0.00'], ACCOUNT),
  'large-adjustment': rule(
    ['个人账户大额人工调整', 'A large adjustment of an account by hand'],
    [1, 0, '1000.00'],
    ACCOUNT,
  ),
  'cap-reached': rule(['年度最高支付限额用尽', 'A yearly cap is used up'], [1, 0, '0.00'], {
    panzhihua: '7',
    shangrao: '13',
    chongqing: '2(2)1',
    baoshan: '9',
    zibo: '6',
  }),
  'late-claim': rule(['逾期零星报销准予支付', 'A late claim that was paid all the same'], [1, 0, '0.00'], {
    ...HANDLING,
    baoshan: '25',
  }),
  'many-cards': rule(
    ['同一药店短时间多人刷卡', "Many people's cards within minutes at one pharmacy"],
    [5, 0, '100.00', 5],
    ACCOUNT,
  ),
} as const satisfies { readonly [name: string]: WarningRule };

export type WarningRuleName = keyof typeof WARNING_RULES;

export const WARNING_RULE_NAMES = Object.keys(WARNING_RULES) as readonly WarningRuleName[];

/** Places for the rules that one event may fulfil. */
const RULES_AN_EVENT = 32;

/** A warning's place in the list: of its event's position and of its rule's place. */
export function warningPlace(position: number, name: WarningRuleName): number {
  return warningsFrom(position) + WARNING_RULE_NAMES.indexOf(name);
}

/** The first place that a warning of an event may have. */
export function warningsFrom(position: number): number {
  return position * RULES_AN_EVENT;
}

/** Whether a text could be a warning's place: of an event that there may be, and of a rule that there is. */
export function isWarningPlace(value: unknown): value is string {
  if (typeof value !== 'string' || !/^[1-9]\d{0,14}$/.test(value)) return false;
  const place = Number(value);
  return place >= RULES_AN_EVENT && place % RULES_AN_EVENT < WARNING_RULE_NAMES.length;
}
