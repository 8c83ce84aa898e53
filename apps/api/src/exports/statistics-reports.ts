import { timesOf } from '@gongji/application';
import type { TwoTimes } from '@gongji/core';
import type { CareGroup, CareOptions, MonthSpan } from '@gongji/projections';
import { policyOf } from '../policies/policy-of.ts';
import { titlesOf } from '../settlements/words.ts';
import { GROUP_NAMES } from './names.ts';
import { amount, count, onePage, text, type ExportSources, type Report } from './report.ts';

/** Fund income and spending by month (基金收支统计). */
export async function fundStatisticsReport(
  { views, policies }: ExportSources,
  region: string,
  { from, to, ...times }: Required<MonthSpan> & TwoTimes,
): Promise<Report> {
  policyOf(policies, region);
  const { answer, upTo } = await views.fundStatistics(region, { from, to, ...timesOf(times) });
  return {
    title: '基金收支统计',
    columns: [
      text('月份'),
      ...[
        '统筹基金收入',
        '追回违规资金',
        '个人缴费',
        '划入个人账户',
        '统筹基金支出',
        '其中：普通门诊统筹',
        '个人账户支出',
      ].map(amount),
      ...['其中：就诊', '其中：自付费用', '其中：保费'].map(amount),
      count('划入退休人员月数'),
    ],
    upTo,
    pages: onePage(
      answer.map((row) => [
        ...[row.month, row.income, row.recovered, row.personalContributions, row.toAccounts],
        ...[row.pooledSpending, row.outpatientPooling, row.accountSpending],
        ...[row.accountByUse.visits, row.accountByUse.expenses, row.accountByUse.premiums, row.retiredMonths],
      ]),
    ),
  };
}

/** Settled care by month, institution, agency, tier, status, age band or programme (门诊费用统计). */
export async function careStatisticsReport(
  { views, policies }: ExportSources,
  region: string,
  options: CareOptions & TwoTimes & { readonly by: CareGroup },
): Promise<Report> {
  const title = titlesOf(policyOf(policies, region));
  const { answer, upTo } = await views.careStatistics(region, options);
  return {
    title: '门诊费用统计',
    columns: [
      text(GROUP_NAMES[options.by] ?? options.by),
      count('人次'),
      ...['费用总额', '政策范围内', '先行自付', '起付标准', '统筹基金', '其中：普通门诊统筹', '个人账户'].map(amount),
      ...['个人现金', '目录外费用', '检查费用'].map(amount),
      text('政策范围内实际支付比例'),
    ],
    upTo,
    pages: onePage(
      answer.map((row) => [
        ...[options.by === 'programme' ? title(row.group).zh : row.group, row.visits, row.total, row.inScope],
        ...[row.selfPayFirst, row.deductible, row.pooled, row.outpatientPooling, row.account, row.cash],
        ...[row.outOfCatalogue, row.examination, row.realisedShare],
      ]),
    ),
  };
}
