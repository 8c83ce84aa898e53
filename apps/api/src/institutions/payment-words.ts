import type { PaymentKind, PaymentLine, PaymentLineKind, PaymentTerms } from '@gongji/core';

/** What a line of a payment is called. */
export const LINE_NAMES: { readonly [kind in PaymentLineKind]: string } = {
  'actual-cost': '据实费用',
  method: '付费方式调整',
  'paid-before': '此前已拨付',
  overpaid: '多付留待扣回',
  deposit: '扣留质量保证金',
  deduction: '考核扣款',
  'prepayment-offset': '冲抵预付金',
  prepayment: '预付金',
  'deposit-released': '退还质量保证金',
};

/** What a payment is called that pays a month, in advance, or the clearing of a year. */
export const KIND_NAMES: { readonly [kind in 'month' | PaymentKind]: string } = {
  month: '月度拨付',
  prepayment: '年度预付',
  clearing: '年度清算',
};

/** A line with its article. Lines of payments without contract carry none: they follow the document's rule of actual cost. */
export function withArticle(line: PaymentLine, { methods }: PaymentTerms): PaymentLine {
  if (line.article !== undefined || !BY_ACTUAL_COST.has(line.kind)) return line;
  const article = methods.find(({ method }) => method === 'actual-cost')?.article;
  return article === undefined ? line : { ...line, article };
}

const BY_ACTUAL_COST: ReadonlySet<PaymentLineKind> = new Set(['actual-cost', 'paid-before', 'overpaid']);
