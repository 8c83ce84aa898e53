import { exact, money } from '@gongji/core';
import type { AccountMovement, MovementFilter } from '@gongji/projections';
import { policyOf } from '../policies/policy-of.ts';
import { movementName } from './names.ts';
import { amount, text, unsummed, type ExportSources, type Report, type ReportRow } from './report.ts';

/** The movements of personal accounts, person by person (个人账户明细). */
export async function statementsReport(
  { views, policies }: ExportSources,
  region: string,
  filter: MovementFilter,
): Promise<Report> {
  policyOf(policies, region);
  const upTo = String(views.checkpoint);
  return {
    title: '个人账户明细',
    columns: [
      ...['参保人编号', '业务日期', '类别', '业务编号', '对方', '受益人'].map(text),
      ...['收入', '支出'].map(amount),
      unsummed(amount('余额')),
      ...['记录时间', '账本位置'].map(text),
    ],
    upTo,
    pages: movementRows(views.wholeRegion.movements(region, filter, upTo)),
  };
}

async function* movementRows(pages: AsyncIterable<readonly AccountMovement[]>): AsyncIterable<readonly ReportRow[]> {
  for await (const page of pages) yield page.map((movement) => ({ cells: cellsOf(movement) }));
}

function cellsOf(movement: AccountMovement): ReportRow['cells'] {
  const { personId, date, kind, reference, counterpart, beneficiary, balance, recordedAt, position } = movement;
  const moved = exact(movement.amount);
  const [income, spent] = moved.isNegative() ? ['0.00', money(moved.negated())] : [money(moved), '0.00'];
  const about = [personId, date, movementName(kind), reference, counterpart, beneficiary];
  return [...about, income, spent, balance, recordedAt, position];
}
