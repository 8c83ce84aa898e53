import type { Settlement, SettlementFilter, Views } from '@gongji/projections';
import { policyOf } from '../policies/policy-of.ts';
import { titlesOf, type Title } from '../settlements/words.ts';
import { amount, count, onePage, text, unsummed, type ExportSources, type Report, type ReportRow } from './report.ts';

/** Settled visits and claims, a row each (结算明细). */
export async function settlementsReport(
  { views, policies }: ExportSources,
  region: string,
  filter: SettlementFilter,
): Promise<Report> {
  const upTo = String(views.checkpoint);
  const title = titlesOf(policyOf(policies, region));
  return {
    title: '结算明细',
    columns: [
      ...['医药机构编号', '就诊日期', '就诊时间', '结算日期', '就诊编号', '参保人编号', '待遇类别', '状态'].map(text),
      ...['费用总额', '政策范围内', '先行自付', '起付标准', '统筹基金', '个人账户', '其中：家庭共济', '个人现金'].map(
        amount,
      ),
      ...['零星报销编号', '不予支付原因', '账本位置'].map(text),
    ],
    upTo,
    inCapitals: '统筹基金',
    pages: settlementRows(views.wholeRegion.settlements(region, filter, upTo), title),
  };
}

async function* settlementRows(
  pages: AsyncIterable<readonly Settlement[]>,
  title: Title,
): AsyncIterable<readonly ReportRow[]> {
  for await (const page of pages) yield page.map((settlement) => settlementRow(settlement, title));
}

function settlementRow(settlement: Settlement, title: Title): ReportRow {
  const { institutionId, visitDate, time, settledOn, visitId, personId, programme, reversedOn, reason } = settlement;
  const { total, inScope, selfPayFirst, deductible, pooled, account, accountOwner, cash, claimId, position } =
    settlement;
  const standing = reversedOn === null ? '有效' : `已于${reversedOn}冲正`;
  return {
    isVoid: reversedOn !== null,
    cells: [
      ...[institutionId, visitDate, time, settledOn, visitId, personId, title(programme).zh, standing],
      ...[total, inScope, selfPayFirst, deductible, pooled, account, accountOwner === null ? '0.00' : account, cash],
      ...[claimId, reason === null ? null : title(reason).zh, position],
    ],
  };
}

/** What was settled by institution and month of the visit, without what was reversed (机构月度汇总). */
export async function institutionsReport(
  { views, policies }: ExportSources,
  region: string,
  filter: SettlementFilter,
): Promise<Report> {
  policyOf(policies, region);
  const { answer, upTo } = await views.wholeRegion.institutionSums(region, filter);
  const { rows, persons } = answer;
  const names = await namesOf(views, region);
  return {
    title: '机构月度结算汇总',
    columns: [
      ...['医药机构编号', '医药机构名称', '月份'].map(text),
      unsummed(count('人数')),
      count('人次'),
      ...['费用总额', '政策范围内', '统筹基金', '个人账户', '其中：家庭共济', '个人现金'].map(amount),
    ],
    upTo,
    inCapitals: '统筹基金',
    ownTotals: { 3: persons },
    pages: onePage(
      rows.map((row) => [
        ...[row.institutionId, names.get(row.institutionId) ?? '', row.month, row.persons, row.visits],
        ...[row.total, row.inScope, row.pooled, row.account, row.familyAccount, row.cash],
      ]),
    ),
  };
}

/** Names of a region's institutions: some thousands in the largest. */
export async function namesOf(views: Views, region: string): Promise<ReadonlyMap<string, string>> {
  const names = new Map<string, string>();
  let after: string | null = '';
  while (after !== null) {
    const page: Awaited<ReturnType<Views['institutions']>> = await views.institutions(region, { after, limit: 1000 });
    for (const { institutionId, name } of page.rows) names.set(institutionId, name);
    after = page.next;
  }
  return names;
}
