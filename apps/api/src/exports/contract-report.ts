import type { PaymentMethod, Policy } from '@gongji/core';
import type { ContractRow, Page } from '@gongji/projections';
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
export async function contractsReport(
  sources: ExportSources,
  region: string,
  { institution }: { readonly institution?: string },
): Promise<Report> {
  const { views, policies } = sources;
  const policy = policyOf(policies, region);
  const upTo = String(views.checkpoint);
  const names = await namesOf(views, region);
  return {
    title: '付费协议',
    columns: [
      ...['医药机构编号', '医药机构名称', '协议序号', '起始月份', '付费方式', '约定'].map(text),
      text('质量保证金比例'),
      unsummed(amount('年度预付金')),
      ...['条款', '协议管理条款', '依据', '经办'].map(text),
    ],
    upTo,
    pages: contractRows(sources, policy, {
      region,
      upTo,
      names,
      ...(institution === undefined ? {} : { institution }),
    }),
  };
}

interface Asked {
  readonly region: string;
  readonly upTo: string;
  readonly names: ReadonlyMap<string, string>;
  readonly institution?: string;
}

async function* contractRows(
  { views }: ExportSources,
  policy: Policy,
  { region, upTo: knownAt, names, ...only }: Asked,
): AsyncIterable<readonly ReportRow[]> {
  let after: string | null = '0';
  while (after !== null) {
    const page: Page<ContractRow> = await views.contracts(region, { ...only, knownAt, after, limit: 1000 });
    yield page.rows.map((row) => ({ cells: cellsOf(citedContract(policy, row), names.get(row.institutionId) ?? '') }));
    after = page.next;
  }
}

function cellsOf(contract: ContractRow, name: string): ReportRow['cells'] {
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
