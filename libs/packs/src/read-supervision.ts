import type { BudgetRule, NamedInDocument, SupervisionRules } from '@gongji/core';
import { Citations } from './citations.ts';
import type { Context } from './context.ts';
import { readTitle } from './read-table.ts';
import type { Field } from './yaml-field.ts';

/**
 * Reads supervision.yaml: what the document names in its chapters on supervision. The document's own words, the Chinese title where
 * nothing else is said, must stand in the article that is cited.
 */
export function readSupervision(
  file: Field | undefined,
  context: Context,
  articles: ReadonlyMap<string, string>,
): Omit<SupervisionRules, 'served'> {
  if (file === undefined) return { violations: [], authorities: [], budgets: [] };
  const members = file.members('violations', 'authorities', 'budgets?');
  const read = (name: 'violations' | 'authorities') => readNamed(members.get(name), context, articles);
  const budgets = readBudgets(members.find('budgets'), context, articles);
  return { violations: read('violations'), authorities: read('authorities'), budgets };
}

/** The shares must stand in the article that is cited, the pension is a local parameter of the pack. */
function readBudgets(
  list: Field | undefined,
  context: Context,
  articles: ReadonlyMap<string, string>,
): readonly BudgetRule[] {
  const citations = new Citations(articles);
  return (list?.list() ?? []).map((field) => {
    const members = field.members('line', 'title', 'article', 'bases', 'pensions');
    const pensions = members.get('pensions').members('parameter', 'share');
    const article = context.article(members.get('article'));
    const [baseShare, pensionShare] = [members.get('bases').members('share').get('share'), pensions.get('share')].map(
      (share) => {
        const text = share.matching(/^0\.\d{1,4}$/, 'a share such as 0.01');
        citations.checkShare(article, text, share);
        return text;
      },
    ) as [string, string];
    return {
      line: members.get('line').matching(/^[a-z][a-z-]*$/, 'a line of the fund'),
      title: readTitle(members.get('title')),
      article,
      baseShare,
      pensionShare,
      pension: context.parameter(pensions.get('parameter'))?.name ?? '',
    };
  });
}

function readNamed(list: Field, context: Context, articles: ReadonlyMap<string, string>): readonly NamedInDocument[] {
  const seen = new Set<string>();
  return list.list().map((field) => {
    const members = field.members('name', 'title', 'words?', 'article');
    const name = members.get('name').matching(/^[a-z][a-z-]*$/, 'a name of small letters');
    if (seen.has(name)) members.get('name').wrong(`"${name}" stands here twice`, undefined);
    seen.add(name);
    const title = readTitle(members.get('title'));
    const article = context.article(members.get('article'));
    const words = members.find('words')?.text() ?? title.zh;
    if (!(articles.get(article) ?? '').includes(words)) {
      field.wrong(`the words "${words}" do not stand in article ${article}`, undefined);
    }
    return { name, title, article };
  });
}
