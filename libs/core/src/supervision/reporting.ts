import { MEASURED_RULES } from './measured.ts';
import { WARNING_RULES, type WarningRule } from './warning-rules.ts';

/** The ways in which an article of a document is served: what a reader may ask for by name. */
export const SERVICES = ['views', 'reports', 'commands', 'programs', 'warnings'] as const;

export type Service = (typeof SERVICES)[number];

/** What serves an article of a document that is reported (its supervision chapters above all). */
export interface ServedArticle {
  readonly article: string;
  /** Questions of the HTTP service, below the address of the region: "statistics/fund", "cases/{caseId}". */
  readonly views: readonly string[];
  /** Reports that can be exported: "care-statistics". */
  readonly reports: readonly string[];
  /** Commands of the command file: "OpenCase". */
  readonly commands: readonly string[];
  /** Commands of the program `gongji`: "review". */
  readonly programs: readonly string[];
  /** Rules whose warnings watch over it: "many-visits". */
  readonly warnings: readonly string[];
  /** What of the article nothing serves yet, and what it would take; null where all is served. */
  readonly open: string | null;
}

/** What there is to serve articles, by the kind of service; a kind that is left out is not known. */
export type Offers = { readonly [service in Service]?: ReadonlySet<string> };

/** Every rule of warnings, on events or on a month's figures: its words and where each document asks for it. */
export const ALL_WARNING_RULES: ReadonlyMap<string, Pick<WarningRule, 'title' | 'articles'>> = new Map(
  Object.entries({ ...WARNING_RULES, ...MEASURED_RULES }),
);

/** The rules that cite an article of a region's document. */
export function rulesCiting(region: string, article: string): readonly string[] {
  return [...ALL_WARNING_RULES].filter(([, { articles }]) => articles[region] === article).map(([name]) => name);
}
