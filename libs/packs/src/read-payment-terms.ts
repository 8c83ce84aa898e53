import {
  ASSESSED_PAYMENTS,
  DIMENSIONS,
  NO_PAYMENT_TERMS,
  PAYMENT_METHODS,
  type AllowedMethod,
  type PaymentTerms,
} from '@gongji/core';
import type { Context } from './context.ts';
import type { Field } from './yaml-field.ts';

const TIERS = ['1', '2', '3'] as const;

/**
 * Reads the member `payment` of supervision.yaml: by which methods institutions may be paid, and on what their assessments may weigh.
 * What the document says of each must stand in the article that is cited.
 */
export function readPaymentTerms(
  file: Field | undefined,
  context: Context,
  articles: ReadonlyMap<string, string>,
): PaymentTerms {
  if (file === undefined) return NO_PAYMENT_TERMS;
  const members = file.members('methods', 'agreements?', 'assessments?');
  const cited = (field: Field, of: ReturnType<Field['members']>): string => {
    const article = context.article(of.get('article'));
    const words = of.get('words').text();
    if (!(articles.get(article) ?? '').includes(words)) {
      field.wrong(`the words "${words}" do not stand in article ${article}`, undefined);
    }
    return article;
  };
  const agreements = members.find('agreements');
  const assessments = members.find('assessments');
  return {
    methods: members
      .get('methods')
      .list()
      .map((field) => readMethod(field, cited)),
    ...(agreements && { agreements: { article: cited(agreements, agreements.members('words', 'article')) } }),
    ...(assessments && { assessments: readAssessments(assessments, cited) }),
  };
}

type Cited = (field: Field, of: ReturnType<Field['members']>) => string;

function readMethod(field: Field, cited: Cited): AllowedMethod {
  const members = field.members('method', 'from?', 'tiers?', 'programmes?', 'words', 'article');
  const method = members.get('method').oneOf(PAYMENT_METHODS);
  const article = cited(field, members);
  const from = members.find('from')?.matching(/^\d{4}-(0[1-9]|1[0-2])$/, 'a month such as 2024-01');
  const tiers = members
    .find('tiers')
    ?.list()
    .map((tier) => Number(tier.oneOf(TIERS)) as 1 | 2 | 3);
  const programmes = members
    .find('programmes')
    ?.list()
    .map((programme) => programme.oneOf(DIMENSIONS.programme));
  return {
    method,
    ...(from !== undefined && { from }),
    ...(tiers && { tiers }),
    ...(programmes && { programmes }),
    article,
  };
}

function readAssessments(field: Field, cited: Cited): NonNullable<PaymentTerms['assessments']> {
  const members = field.members('weigh', 'words', 'article');
  const weigh = members
    .get('weigh')
    .list()
    .map((each) => each.oneOf(ASSESSED_PAYMENTS));
  return { article: cited(field, members), weigh };
}
