import type { Citation, ParameterLimit, TableRow, ValueExpression } from '@gongji/core';
import { alsoCited } from './context.ts';
import type { LocatedTable } from './read-table.ts';
import type { Field } from './yaml-field.ts';

/** A figure that an article must contain: as the file has it, and how the article writes it. */
interface Figure {
  readonly value: string;
  readonly written: RegExp;
}

/** A whole figure: 50% is not found in 150% or 2.50%. */
function standing(text: string): RegExp {
  return new RegExp(`(?<![\\d.])${text.replaceAll('.', '\\.')}`);
}

/** 0.025 is written 2.5%, 200.00 is written 200元. Zero says that there is nothing and is not written. */
function literal(value: string, unit: 'yuan' | 'rate'): readonly Figure[] {
  if (Number(value) === 0 || value === 'none') return [];
  const text = unit === 'yuan' ? `${String(Number(value))}元` : `${String(Number((Number(value) * 100).toFixed(2)))}%`;
  return [{ value: text, written: standing(text) }];
}

/** The figures that an expression writes out. */
function figuresOf(value: ValueExpression, unit: 'yuan' | 'rate'): readonly Figure[] {
  if (typeof value === 'string') return literal(value, unit);
  if ('sum' in value) return value.sum.flatMap((part) => figuresOf(part, unit));
  if ('product' in value) return value.product.flatMap((part) => figuresOf(part, 'rate'));
  if ('half' in value) return [{ value: '减半', written: /减半/ }, ...figuresOf(value.half, unit)];
  if ('otherwise' in value && value.otherwise !== undefined) return figuresOf(value.otherwise, unit);
  return [];
}

/** Holds the figures of rows and limits against the text of the articles that they cite. */
export class Citations {
  constructor(private readonly articles: ReadonlyMap<string, string>) {}

  checkTable({ table, rows }: LocatedTable): void {
    if (table.unit === 'choice') return;
    const { unit } = table;
    table.rows.forEach((row, at) => {
      this.checkRow(row, figuresOf(row.value, unit), rows[at] as Field);
    });
  }

  checkLimits(limits: readonly ParameterLimit[], file: Field): void {
    file.list().forEach((field, at) => {
      const limit = limits[at];
      if (limit?.kind === 'at-least') this.checkRow(limit, literal(limit.value, 'rate'), field);
    });
  }

  /** A share that stands in a file without rows. */
  checkShare(article: string, share: string, field: Field): void {
    this.checkRow({ article }, literal(share, 'rate'), field);
  }

  /** `figures` is for what is written otherwise in the article, and for nothing else. */
  private checkRow(row: Citation & Pick<TableRow, 'figures'>, figures: readonly Figure[], field: Field): void {
    const text = [row.article, ...alsoCited(row.paragraph ?? '')].map((id) => this.articles.get(id) ?? '').join('\n');
    const cited = `article ${[row.article, ...alsoCited(row.paragraph ?? '')].join(' and ')}`;
    const missing = figures.filter(({ written }) => !written.test(text));
    const otherwise = row.figures ?? [];
    for (const figure of otherwise) {
      if (!standing(figure).test(text)) field.wrong(`the figure "${figure}" does not stand in ${cited}`, undefined);
    }
    for (const { value } of missing.slice(otherwise.length)) {
      const places = [...this.articles].filter(([, other]) => standing(value).test(other)).map(([id]) => id);
      const elsewhere = places.length > 0 ? `; it stands in ${places.map((id) => `article ${id}`).join(', ')}` : '';
      field.wrong(`the figure ${value} does not stand in ${cited}${elsewhere}`, undefined);
    }
    if (otherwise.length > missing.length) {
      field.wrong('"figures" names more than what is written otherwise in the article', undefined);
    }
  }
}
