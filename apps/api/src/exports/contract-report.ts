import type { PaymentMethod, Policy } from '@gongji/core';
import type { AssessmentRow, ContractRow, Page } from '@gongji/projections';
import { citedContract } from '../institutions/cited.ts';
import { policyOf } from '../policies/policy-of.ts';
import { namesOf } from './care-reports.ts';
import { amount, text, unsummed, type ExportSources, type Report, type ReportRow } from './report.ts';

const METHOD_NAMES: { readonly [method in PaymentMethod]: string } = {
  'actual-cost': '据实结算',
  'total-budget': '总额预算',
  'per-head': '按人头',
  'per-disease': '按病种',
};

/** Contracts with institutions in the order in which they were recorded (付费协议). */
export function contractsReport(sources: ExportSources, region: string, filter: TermsFilter): Promise<Report> {
  return termsReport(sources, region, filter, {
    title: '付费协议',
    columns: [
      ...['医药机构编号', '医药机构名称', '协议序号', '起始月份', '付费方式', '约定'].map(text),
      text('质量保证金比例'),
      unsummed(amount('年度预付金')),
      ...['条款', '协议管理条款', '依据', '经办'].map(text),
    ],
    read: (which) => sources.views.contracts(region, which),
    cells: (policy, row, name) => contractCells(citedContract(policy, row), name),
  });
}

/** Assessments of institutions in the order in which they were recorded (机构考核). */
export function assessmentsReport(sources: ExportSources, region: string, filter: TermsFilter): Promise<Report> {
  return termsReport(sources, region, filter, {
    title: '机构考核',
    columns: [
      ...['医药机构编号', '医药机构名称', '考核编号', '考核期间', '考核日期', '得分', '结果'].map(text),
      unsummed(amount('扣款')),
      ...['扣款比例', '条款', '说明', '经办'].map(text),
    ],
    read: (which) => sources.views.assessments(region, which),
    cells: assessmentCells,
  });
}

/** Whose contracts and assessments. */
interface TermsFilter {
  readonly institution?: string;
}

/** Which of them are read at once. */
interface Which extends TermsFilter {
  readonly knownAt: string;
  readonly after: string;
  readonly limit: number;
}

interface TermsShape<T> extends Pick<Report, 'title' | 'columns'> {
  readonly read: (which: Which) => Promise<Page<T>>;
  readonly cells: (policy: Policy, row: T, name: string) => ReportRow['cells'];
}

async function termsReport<T extends { readonly institutionId: string }>(
  { views, policies }: ExportSources,
  region: string,
  { institution }: TermsFilter,
  { title, columns, read, cells }: TermsShape<T>,
): Promise<Report> {
  const policy = policyOf(policies, region);
  const upTo = String(views.checkpoint);
  const names = await namesOf(views, region);
  const filter = { ...(institution === undefined ? {} : { institution }), knownAt: upTo };
  const pages = termRows(
    (page) => read({ ...filter, ...page }),
    (row) => cells(policy, row, names.get(row.institutionId) ?? ''),
  );
  return { title, columns, upTo, pages };
}

async function* termRows<T>(
  read: (page: { readonly after: string; readonly limit: number }) => Promise<Page<T>>,
  cells: (row: T) => ReportRow['cells'],
): AsyncIterable<readonly ReportRow[]> {
  let after: string | null = '0';
  while (after !== null) {
    const page: Page<T> = await read({ after, limit: 1000 });
    yield page.rows.map((row) => ({ cells: cells(row) }));
    after = page.next;
  }
}

/** What is assessed is a month or a year; what is deducted for it an amount or a share of what is due. */
function assessmentCells(policy: Policy, row: AssessmentRow, name: string): ReportRow['cells'] {
  const { institutionId, assessmentId, month, year, date, score = null, result, reason, recordedBy } = row;
  const { deduction = null, deductionRate = null } = row;
  const about = [institutionId, name, assessmentId, month ?? String(year), date, score, result];
  return [...about, deduction, deductionRate, policy.cite(row), reason, recordedBy];
}

function contractCells(contract: ContractRow, name: string): ReportRow['cells'] {
  const { institutionId, number, from, method, depositRate, prepayment, basis, agreedBy } = contract;
  const articles = [contract.article, contract.agreementArticle ?? null];
  const terms = [METHOD_NAMES[method], agreedOn(contract), depositRate, prepayment];
  return [institutionId, name, String(number), from, ...terms, ...articles, basis, agreedBy];
}

/** The method's figures, in words. */
function agreedOn({ yearlyBudget, perHead, heads, perCase = [] }: ContractRow): string | null {
  if (yearlyBudget !== undefined) return `全年${yearlyBudget}元`;
  if (perHead !== undefined) return `每人每月${perHead}元，${String(heads ?? 0)}人`;
  const cases = perCase.map(({ programme, amount: yuan }) => `${programme}每例${yuan}元`);
  return cases.length === 0 ? null : cases.join('；');
}
