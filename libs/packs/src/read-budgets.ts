import type { BudgetRule } from '@gongji/core';
import { Citations } from './citations.ts';
import type { Context } from './context.ts';
import { readTitle } from './read-table.ts';
import type { Field } from './yaml-field.ts';

/**
 * Reads the budgets that a document works out. The shares must stand in the article that is cited, the pension is a local parameter of the pack.
 */
export function readBudgets(
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
