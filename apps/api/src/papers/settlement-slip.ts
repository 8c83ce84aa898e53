import { capitalsOf, type Policy } from '@gongji/core';
import type { ExplainedSettlement } from '../settlements/explained-settlement.ts';
import { titlesOf } from '../settlements/words.ts';
import { markup, type Html } from './markup.ts';
import { amounts, facts, paper, signatures } from './paper.ts';
import type { Provenance } from './provenance.ts';

/** What stands on a settlement slip. */
export interface SlipFigures {
  readonly settlement: ExplainedSettlement;
  readonly institutionName: string;
  /** Of the patient's own account, after this settlement; null where there is no account. Another's is nobody's business here. */
  readonly balanceAfter: string | null;
  readonly policy: Policy;
  readonly provenance: Provenance;
}

const STATUS: { readonly [employment: string]: string } = { 'on-job': '在职', flexible: '灵活就业', retired: '退休' };

/** A settlement slip (结算单) as a page to be printed: what was paid by whom, and by which article. */
export function settlementSlip(figures: SlipFigures): string {
  const { settlement, balanceAfter, policy } = figures;
  const { pooled, inScope, selfPayFirst, deductible, assumptions } = settlement;
  const body = markup`${reversalMark(settlement)}
${facts(identity(figures))}
<h2>费用与支付</h2>
${amounts(paymentRows(figures), ['费用总额', settlement.total])}
<p class="sum">统筹基金支付合计：${pooled}元，大写：人民币${capitalsOf(pooled)}</p>
<p>政策范围内费用：${inScope}元；先行自付：${selfPayFirst}元；起付标准：${deductible}元</p>
<p>结算后个人账户余额：${balanceAfter === null ? '无个人账户' : `${balanceAfter}元`}</p>
<h2>计算说明</h2>
${explanation(settlement)}
${assumptions.length === 0 ? '' : markup`<p>本结算依据的约定：${assumptions.map(({ id }) => id).join('、')}</p>`}
${signatures('经办', '复核', '参保人', '日期')}`;
  return paper('结算单', `${policy.pack.name.zh}职工基本医疗保险门诊结算`, body, figures.provenance);
}

function reversalMark({ reversedOn, reversalReason }: ExplainedSettlement): Html | string {
  return reversedOn === null ? '' : markup`<p class="mark">已于${reversedOn}冲正：${reversalReason ?? ''}</p>`;
}

function identity({ settlement, institutionName, policy }: SlipFigures): readonly (readonly [string, string])[] {
  const { personId, visitId, claimId, institutionId, visitDate, time, settledOn, programme, facts: visit } = settlement;
  const visited = time === null ? visitDate : `${visitDate} ${time}`;
  return [
    ['就诊编号', claimId === null ? visitId : `${visitId}（零星报销 ${claimId}）`],
    ['参保人编号', `${personId}（${STATUS[visit.employment] ?? visit.employment}，${String(visit.age)}岁）`],
    ['医药机构', `${institutionName}（${institutionId}）`],
    ['就诊日期', settledOn === visitDate ? visited : `${visited}（结算日期 ${settledOn}）`],
    ['待遇类别', titlesOf(policy)(programme).zh],
    ['依据文件', settlement.document?.title ?? settlement.pack ?? '—'],
  ];
}

/** The parts of which the total is made, each carried and none derived. */
function paymentRows({ settlement, policy }: SlipFigures): readonly (readonly [string, string])[] {
  const { payments, reason, account, accountOwner, cash } = settlement;
  const title = titlesOf(policy);
  const lines = Object.entries(payments).map(([line, amount]) => [`统筹基金支付：${title(line).zh}`, amount] as const);
  const none = [`统筹基金支付：${reason === null ? '无' : `不予支付（${title(reason).zh}）`}`, '0.00'] as const;
  return [
    ...(lines.length === 0 ? [none] : lines),
    [accountOwner === null ? '个人账户支付' : '个人账户支付（家庭共济）', account],
    ['个人现金支付', cash],
  ];
}

function explanation({ explanation: steps }: ExplainedSettlement): Html {
  const rows = steps.map(({ article, amount, words }) => {
    return markup`<tr><td>${words.zh}</td><td>${article ?? '—'}</td><td class="amount">${amount}</td></tr>\n`;
  });
  return markup`<table><thead><tr><th>步骤</th><th>条款</th><th class="amount">金额（元）</th></tr></thead>
<tbody>${rows}</tbody></table>`;
}
