import type { PlainMonth } from '../calendar/calendar.ts';
import { exact, money, ZERO, type Exact } from '../money/money.ts';
import { asRatio, ratio } from './ratio.ts';

/** What was settled at an institution in a month, reversals taken off. Amounts are yuan. */
export interface InstitutionMonth {
  readonly institutionId: string;
  /** The tier at which its visits were paid: its peers are those of the same. */
  readonly tier: string;
  readonly month: PlainMonth;
  readonly visits: number;
  readonly total: string;
  readonly outOfCatalogue: string;
  readonly examination: string;
}

/** The indicators of an institution (zibo art. 16). */
export const INDICATORS = ['costGrowth', 'averageCost', 'outOfCatalogueShare', 'examinationShare'] as const;

export type IndicatorName = (typeof INDICATORS)[number];

/** When an indicator is abnormal: every bound that is named must be reached. The documents name no figures: they are ours. */
export interface IndicatorRule {
  readonly atLeast?: string;
  /** Of what the peers show, or where there are none, of the institution's own twelve months before. */
  readonly times?: string;
  /** With fewer visits a month says nothing. */
  readonly visits: number;
}

export const INDICATOR_RULES: { readonly [name in IndicatorName]: IndicatorRule } = {
  costGrowth: { atLeast: '0.5', visits: 20 },
  averageCost: { times: '1.5', visits: 20 },
  outOfCatalogueShare: { atLeast: '0.15', times: '1.5', visits: 20 },
  examinationShare: { atLeast: '0.25', times: '1.5', visits: 20 },
};

export interface Indicator {
  readonly name: IndicatorName;
  /** Yuan for `averageCost`, otherwise a ratio ("0.5234"); null where it cannot be told. */
  readonly value: string | null;
  /** The same over the institution's own twelve months before. Growth is against the average of the three months before. */
  readonly before: string | null;
  /** The same for all others of the tier in the month together. */
  readonly peers: string | null;
  readonly abnormal: boolean;
}

export interface InstitutionIndicators {
  readonly institutionId: string;
  readonly tier: string;
  readonly visits: number;
  readonly total: string;
  readonly indicators: readonly Indicator[];
}

interface Sum {
  readonly visits: number;
  readonly total: Exact;
  readonly outOfCatalogue: Exact;
  readonly examination: Exact;
}

/**
 * Every institution's indicators in a month, beside its own past and its peers.
 *
 * @param rows the month and the twelve before it; others are ignored.
 */
export function indicatorsOf(rows: readonly InstitutionMonth[], month: PlainMonth): readonly InstitutionIndicators[] {
  return rows
    .filter((row) => row.month === month)
    .map(({ institutionId, tier, visits, total }) => {
      const isOwn = (row: InstitutionMonth): boolean => row.institutionId === institutionId && row.tier === tier;
      const others = rows.filter((row) => row.tier === tier && !isOwn(row));
      const own = valuesOf(rows.filter(isOwn), month);
      const peers = valuesOf(others, month);
      const indicators = INDICATORS.map((name): Indicator => {
        const [value, before] = [own.now[name], own.before[name]];
        const of = { value, before, peers: peers.now[name] };
        return { name, ...of, abnormal: isAbnormal(INDICATOR_RULES[name], of, visits) };
      });
      return { institutionId, tier, visits, total, indicators };
    });
}

type Values = { readonly [name in IndicatorName]: string | null };

function valuesOf(
  rows: readonly InstitutionMonth[],
  month: PlainMonth,
): { readonly now: Values; readonly before: Values } {
  const between = (months: number): readonly InstitutionMonth[] =>
    rows.filter((row) => row.month >= monthsBefore(month, months) && row.month < month);
  const now = sumOf(rows.filter((row) => row.month === month));
  const year = sumOf(between(12));
  return {
    now: { costGrowth: growth(now, between(3)), ...shares(now) },
    before: { costGrowth: null, ...shares(year) },
  };
}

function shares({ visits, total, outOfCatalogue, examination }: Sum): Omit<Values, 'costGrowth'> {
  return {
    averageCost: visits <= 0 ? null : money(total.div(visits)),
    outOfCatalogueShare: ratio(outOfCatalogue, total),
    examinationShare: ratio(examination, total),
  };
}

/** Against the average of the months before in which there was any cost. */
function growth(now: Sum, before: readonly InstitutionMonth[]): string | null {
  const months = new Set(before.map(({ month }) => month)).size;
  const { total } = sumOf(before);
  return months === 0 || total.lte(0) ? null : asRatio(now.total.times(months).div(total).minus(1));
}

function isAbnormal(rule: IndicatorRule, of: Pick<Indicator, 'value' | 'before' | 'peers'>, visits: number): boolean {
  if (of.value === null || visits < rule.visits) return false;
  const value = exact(of.value);
  if (rule.atLeast !== undefined && value.lt(rule.atLeast)) return false;
  if (rule.times === undefined) return true;
  const usual = of.peers ?? of.before;
  return usual !== null && value.gte(exact(usual).times(rule.times));
}

function sumOf(rows: readonly InstitutionMonth[]): Sum {
  return rows.reduce<Sum>(
    (sum, row) => ({
      visits: sum.visits + row.visits,
      total: sum.total.plus(row.total),
      outOfCatalogue: sum.outOfCatalogue.plus(row.outOfCatalogue),
      examination: sum.examination.plus(row.examination),
    }),
    { visits: 0, total: ZERO, outOfCatalogue: ZERO, examination: ZERO },
  );
}

/** The month that lies so many months before another one. */
export function monthsBefore(month: PlainMonth, count: number): PlainMonth {
  const months = Number(month.slice(0, 4)) * 12 + Number(month.slice(5)) - 1 - count;
  return `${String(Math.floor(months / 12))}-${String((months % 12) + 1).padStart(2, '0')}`;
}
