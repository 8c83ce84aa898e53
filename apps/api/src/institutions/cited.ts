import type { PaymentLine, Policy } from '@gongji/core';
import type { ContractRow } from '@gongji/projections';
import { withArticle } from './payment-words.ts';

/** A line as the command's answer has it: its article with the document. */
export function citedLine(policy: Policy, line: PaymentLine): PaymentLine {
  const { article, ...others } = withArticle(line, policy.supervision.payment);
  return { ...others, ...(article === undefined ? {} : { article: policy.cite({ article }) }) };
}

/** A contract, its articles with the document. */
export function citedContract(policy: Policy, { agreementArticle, ...contract }: ContractRow): ContractRow {
  const agreement =
    agreementArticle === undefined ? {} : { agreementArticle: policy.cite({ article: agreementArticle }) };
  return { ...contract, article: policy.cite(contract), ...agreement };
}
