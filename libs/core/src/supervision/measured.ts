import type { PlainMonth } from '../calendar/calendar.ts';
import { exact } from '../money/money.ts';
import { budgetLine, type LinePayments } from './budget.ts';
import { indicatorsOf, type IndicatorName, type InstitutionMonth } from './indicators.ts';
import { ratio } from './ratio.ts';
import type { WarningRule } from './warning-rules.ts';

/** What of a rule on a month's figures is said beside them; its bounds stand in `INDICATOR_RULES`, `LINE_SHARE`, `REALISED_SHARE`. */
export type MeasuredRule = Pick<WarningRule, 'title' | 'articles'>;

/** A line of the fund is warned of from this share of its budget on. */
export const LINE_SHARE = '0.9';

/** The pooled fund is to pay at least this share of the in-scope expense, ordinary care (chongqing 1(2)). */
export const REALISED_SHARE = '0.5';

const ANALYSIS = { panzhihua: '15', shangrao: '24', chongqing: '2(4)2', baoshan: '31', zibo: '16' };
const BUDGET = { panzhihua: '12', shangrao: '23', chongqing: '2(4)1', baoshan: '8', zibo: '4' };

/** What is watched in the figures of a month. */
export const MEASURED_RULES = {
  costGrowth: { title: { zh: '医药费用增长快', en: 'Fast growth of cost' }, articles: ANALYSIS },
  averageCost: { title: { zh: '次均费用高', en: 'High average cost of a visit' }, articles: ANALYSIS },
  outOfCatalogueShare: { title: { zh: '患者自费比例高', en: 'High out-of-catalogue share' }, articles: ANALYSIS },
  examinationShare: { title: { zh: '检查费用占比高', en: 'High share of examinations' }, articles: ANALYSIS },
  'line-near-budget': { title: { zh: '支出接近预算', en: 'A line near its budget' }, articles: BUDGET },
  'line-over-budget': { title: { zh: '支出超出预算', en: 'A line over its budget' }, articles: BUDGET },
  'realised-share-low': {
    title: { zh: '政策范围内实际支付比例偏低', en: 'A low realised share of in-scope expense' },
    articles: { chongqing: '1(2)' },
  },
} as const satisfies { readonly [name in IndicatorName]: MeasuredRule } & { readonly [name: string]: MeasuredRule };

export type MeasuredRuleName = keyof typeof MEASURED_RULES;

/** A rule on a month's figures that was met. */
export interface MeasuredWarning {
  readonly rule: MeasuredRuleName;
  readonly month: PlainMonth;
  readonly institutionId: string | null;
  /** The fund's line, of a budget. */
  readonly line: string | null;
  /** The figure, and what it was held against: peers or the own past, the budget, the least share. */
  readonly value: string;
  readonly against: string | null;
}

/** What the rules on a month's figures look at. */
export interface MonthFigures {
  readonly region: string;
  readonly month: PlainMonth;
  /** The month and the twelve before it. */
  readonly institutions: readonly InstitutionMonth[];
  readonly lines: readonly LinePayments[];
  /** Ordinary care of the year up to the month. */
  readonly ordinary: { readonly pooled: string; readonly inScope: string };
}

/** The warnings of a month: a function of its figures, so that they are the same whenever they are asked for at one position. */
export function measuredWarnings(figures: MonthFigures): readonly MeasuredWarning[] {
  return [...ofInstitutions(figures), ...ofLines(figures), ...ofShare(figures)];
}

function ofInstitutions({ institutions, month }: MonthFigures): readonly MeasuredWarning[] {
  return indicatorsOf(institutions, month).flatMap(({ institutionId, indicators }) =>
    indicators
      .filter(({ abnormal }) => abnormal)
      .map(({ name, value, before, peers }) => {
        return { rule: name, month, institutionId, line: null, value: value ?? '', against: peers ?? before };
      }),
  );
}

function ofLines({ lines, month }: MonthFigures): readonly MeasuredWarning[] {
  return lines.flatMap((payments) => {
    const { line, budget, paid } = budgetLine(payments, month);
    if (budget === null || exact(paid).lt(exact(budget).times(LINE_SHARE)) || exact(paid).lte(0)) return [];
    const rule = exact(paid).gt(budget) ? 'line-over-budget' : 'line-near-budget';
    return [{ rule, month, institutionId: null, line, value: paid, against: budget }];
  });
}

function ofShare({ region, month, ordinary }: MonthFigures): readonly MeasuredWarning[] {
  const { articles } = MEASURED_RULES['realised-share-low'];
  const share = ratio(ordinary.pooled, ordinary.inScope);
  if (!Object.hasOwn(articles, region) || share === null || exact(share).gte(REALISED_SHARE)) return [];
  return [
    { rule: 'realised-share-low', month, institutionId: null, line: null, value: share, against: REALISED_SHARE },
  ];
}
