import {
  capitalsOf,
  type PaymentApproved,
  type PaymentLine,
  type PaymentMade,
  type PaymentProposed,
  type Policy,
} from '@gongji/core';
import { KIND_NAMES, LINE_NAMES, withArticle } from '../institutions/payment-words.ts';
import { markup, type Html } from './markup.ts';
import { amounts, facts, paper, signatures } from './paper.ts';
import type { Provenance } from './provenance.ts';

/** What stands on a payment order. */
export interface OrderFigures {
  readonly institutionId: string;
  readonly institutionName: string;
  readonly proposed: PaymentProposed;
  /** Absent until another person has approved it. */
  readonly approved: PaymentApproved | undefined;
  /** Absent until the bank has paid it, with the day on which it did. */
  readonly made: (PaymentMade & { readonly date: string }) | undefined;
  /** Business date: of the approval, or of the proposal where it waits for one. */
  readonly date: string;
  readonly policy: Policy;
  readonly provenance: Provenance;
}

/** A payment order (拨付单) as a page to be printed: what an institution is paid for a month, and how that came about. */
export function paymentOrder(figures: OrderFigures): string {
  const { proposed, approved, policy } = figures;
  const paid = approved?.paid ?? proposed.amount;
  const waiting = approved === undefined;
  const body = markup`${markOf(figures)}
${facts(identity(figures))}
<h2>应拨金额</h2>
${amounts(orderRows(figures), [waiting ? '待复核金额' : '实拨金额', paid])}
<p class="sum">金额（大写）：人民币${capitalsOf(paid)}</p>
<p class="sum">金额（小写）：￥${paid}</p>
${basis(figures)}
${signatures('经办', '复核', '会计', '出纳')}`;
  return paper('拨付单', `${policy.pack.name.zh}职工基本医疗保险统筹基金`, body, figures.provenance);
}

/** What whoever holds the paper must know first: whether it may be paid on, or has been. */
function markOf({ approved, made }: OrderFigures): Html | string {
  if (approved === undefined) return markup`<p class="mark">待复核，不得据以付款</p>`;
  return made === undefined ? '' : markup`<p class="mark">已于${made.date}付款，不得重复付款</p>`;
}

function identity(figures: OrderFigures): readonly (readonly [string, string])[] {
  const { proposed, approved, made, institutionId, institutionName, date } = figures;
  return [
    ['拨付单号', proposed.paymentId],
    ['收款机构', `${institutionName}（${institutionId}）`],
    ['拨付类别', KIND_NAMES[proposed.kind ?? 'month']],
    ['费用所属月份', proposed.month],
    ['业务日期', date],
    ['经办', proposed.proposedBy],
    ['复核', approved?.approvedBy ?? '—'],
    ['付款', made?.madeBy ?? '—'],
    ['付款日期', made?.date ?? '—'],
    ['银行单号', made?.reference ?? '—'],
  ];
}

function orderRows({ proposed, approved, policy }: OrderFigures): readonly (readonly [string, string])[] {
  const withheld = approved?.withheld ?? [];
  return [
    ...(proposed.lines === undefined ? plainRows(proposed) : lineRows(proposed, proposed.lines, policy)),
    ['申请拨付', proposed.amount],
    ...withheld.map(({ month, amount }) => [`减：扣回${month}多付`, amount] as const),
  ];
}

/** Of a payment by actual cost alone. */
function plainRows({ settled, reversed, paidBefore }: PaymentProposed): readonly (readonly [string, string])[] {
  return [
    ['当月结算统筹基金支付', settled],
    ['减：其中已冲正', reversed],
    ['减：此前已拨付', paidBefore],
  ];
}

/** A row a line, with its article; what it makes less is negative. */
function lineRows(
  { settled, reversed }: PaymentProposed,
  lines: readonly PaymentLine[],
  { supervision }: Policy,
): readonly (readonly [string, string])[] {
  return lines
    .map((line) => withArticle(line, supervision.payment))
    .map(({ kind, amount, article, year, assessmentId }) => {
      const of = kind === 'actual-cost' ? `结算${settled}，其中已冲正${reversed}` : (assessmentId ?? year);
      const about = [of, article === undefined ? '协议' : `第${article}条`].filter((each) => each !== undefined);
      return [`${LINE_NAMES[kind]}（${about.join('，')}）`, amount] as const;
    });
}

function basis({ proposed, approved }: OrderFigures): Html {
  const then = approved === undefined ? '' : `，复核时统计至${approved.upTo}`;
  const by = proposed.lines === undefined ? '按实际发生费用结算' : '按协议约定结算，各行之和为申请拨付';
  return markup`<p>${by}；零星报销支付给参保人，不在其内。申请时统计至账本位置${proposed.upTo}${then}。</p>`;
}
