import { type exact, money, ZERO } from '@gongji/core';
import type { Cell, Column, Report, ReportRow } from './report.ts';

/** Adds a report's rows up while they pass by. */
export class Totals {
  /** Rows that passed by. */
  rows = 0;
  private voids = 0;
  private readonly sums: (ReturnType<typeof exact> | undefined)[];

  constructor(private readonly report: Pick<Report, 'columns' | 'ownTotals'>) {
    this.sums = report.columns.map(({ kind, isNotSummed }) => (kind === 'text' || isNotSummed ? undefined : ZERO));
  }

  add({ cells, isVoid = false }: ReportRow): void {
    this.rows += 1;
    if (isVoid) {
      this.voids += 1;
      return;
    }
    for (const [at, sum] of this.sums.entries()) {
      const cell = cells[at];
      if (sum !== undefined && cell !== undefined && cell !== null) this.sums[at] = sum.plus(cell);
    }
  }

  /** The last row: what each column comes to. */
  row(): readonly Cell[] {
    const { columns, ownTotals = {} } = this.report;
    return columns.map((column, at) => (at === 0 ? this.title() : (ownTotals[at] ?? this.sum(column, at))));
  }

  private title(): string {
    return this.voids === 0 ? '合计' : `合计（不含已冲正${String(this.voids)}行）`;
  }

  private sum({ kind }: Column, at: number): Cell {
    const sum = this.sums[at];
    if (sum === undefined) return null;
    return kind === 'amount' ? money(sum) : sum.toNumber();
  }
}
