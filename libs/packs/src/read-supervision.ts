import { NO_PAYMENT_TERMS, type NamedInDocument, type SupervisionRules } from '@gongji/core';
import type { Context } from './context.ts';
import { readBudgets } from './read-budgets.ts';
import { readPaymentTerms } from './read-payment-terms.ts';
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
  if (file === undefined) return { violations: [], authorities: [], budgets: [], payment: NO_PAYMENT_TERMS };
  const members = file.members('violations', 'authorities', 'budgets?', 'payment?');
  const read = (name: 'violations' | 'authorities') => readNamed(members.get(name), context, articles);
  const payment = readPaymentTerms(members.find('payment'), context, articles);
  const budgets = readBudgets(members.find('budgets'), context, articles);
  return { violations: read('violations'), authorities: read('authorities'), budgets, payment };
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
