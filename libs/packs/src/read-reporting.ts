import { ALL_WARNING_RULES, rulesCiting, SERVICES, type Offers, type ServedArticle, type Service } from '@gongji/core';
import type { Context } from './context.ts';
import { didYouMean, type Field, type Members } from './yaml-field.ts';

/** What a reporting.yaml is held against. */
export interface ReportingContext {
  readonly region: string;
  readonly context: Context;
  /** Articles of the document in its order, and those of them that coverage.yaml calls reported. */
  readonly articles: readonly string[];
  readonly reported: readonly string[];
  /** What the program offers; without it names are taken as they stand, and an article may be without a row. */
  readonly offers: Offers | undefined;
}

/**
 * Reads reporting.yaml: by which views, reports, commands and warnings an article is served. Every article that is reported must have a
 * row; one that is enforced or computed may.
 */
export function readReporting(file: Field | undefined, about: ReportingContext): readonly ServedArticle[] {
  const seen = new Set<string>();
  const served = (file?.list() ?? []).map((field): ServedArticle => {
    const members = field.members('article', ...SERVICES.map((service) => `${service}?`), 'open?');
    const article = about.context.article(members.get('article'));
    if (seen.has(article)) members.get('article').wrong(`article ${article} stands here twice`, undefined);
    seen.add(article);
    const names = (service: Service): readonly string[] => readNames(members, service, about.offers);
    const row: ServedArticle = {
      article,
      views: names('views'),
      reports: names('reports'),
      commands: names('commands'),
      programs: names('programs'),
      warnings: names('warnings'),
      open: members.find('open')?.text() ?? null,
    };
    if (SERVICES.every((service) => row[service].length === 0)) {
      field.wrong(`nothing serves article ${article}: name ${SERVICES.join(', ')}`, undefined);
    }
    requireRules(row, field, about);
    return row;
  });
  const order = served.map(({ article }) => about.articles.indexOf(article));
  if (order.some((at, index) => index > 0 && at < (order[index - 1] as number))) {
    file?.wrong("the rows are not in the document's order", undefined);
  }
  const missing = about.offers === undefined ? [] : about.reported.filter((article) => !seen.has(article));
  for (const article of missing) file?.wrong(`article ${article} is reported, and nothing here serves it`, undefined);
  return served;
}

function readNames(members: Members, service: Service, offers: Offers | undefined): readonly string[] {
  const known = service === 'warnings' ? new Set(ALL_WARNING_RULES.keys()) : offers?.[service];
  const fields = members.find(service)?.list() ?? [];
  return fields.map((field) => {
    const name = field.text();
    if (known === undefined || known.has(name)) return name;
    return field.wrong(`"${name}" is none of the ${service} that there are${didYouMean(name, known)}`, name);
  });
}

/** A rule that cites an article serves it: a reader of the row is not to miss it. */
function requireRules({ article, warnings }: ServedArticle, field: Field, { region, offers }: ReportingContext): void {
  if (offers === undefined) return;
  const missing = rulesCiting(region, article).filter((rule) => !warnings.includes(rule));
  if (missing.length > 0) field.wrong(`article ${article} is cited by ${missing.join(', ')} too`, undefined);
}
