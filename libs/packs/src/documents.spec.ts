/** The data held against the documents' own text. */
import { beforeAll, describe, expect, test } from '@jest/globals';
import type { Citation, PolicyPack, ValueExpression } from '@gongji/core';
import { join } from 'node:path';
import { alsoCited } from './context.ts';
import { loadArticles, PACKS_FOLDER, readPack, REGIONS } from './load.ts';

/** A figure that an article must contain, in any of the forms in which it may be written. */
type Figure = readonly RegExp[];

const ARTICLES = { panzhihua: 19, shangrao: 32, chongqing: 14, baoshan: 37, zibo: 20 };

const packs = new Map<string, PolicyPack>();
const texts = new Map<string, ReadonlyMap<string, string>>();

beforeAll(async () => {
  for (const region of REGIONS) {
    const folder = join(PACKS_FOLDER, region);
    packs.set(region, (await readPack(folder)).pack);
    texts.set(region, await loadArticles(folder));
  }
});

/** A whole figure: 50% is not found in 150% or 2.50%. */
function standing(text: string): RegExp {
  return new RegExp(`(?<![\\d.])${text.replaceAll('.', '\\.')}`);
}

/** 0.025 is written 2.5%, 200.00 is written 200元. Zero says that there is nothing and is not written. */
function literal(value: string, unit: 'yuan' | 'rate'): readonly Figure[] {
  if (Number(value) === 0 || value === 'none') return [];
  if (unit === 'yuan') return [[standing(`${String(Number(value))}元`)]];
  return [[standing(`${String(Number((Number(value) * 100).toFixed(2)))}%`)]];
}

/** The figures that an expression writes out. */
function figuresOf(value: ValueExpression, unit: 'yuan' | 'rate'): readonly Figure[] {
  if (typeof value === 'string') return literal(value, unit);
  if ('sum' in value) return value.sum.flatMap((part) => figuresOf(part, unit));
  if ('product' in value) return value.product.flatMap((part) => figuresOf(part, 'rate'));
  if ('half' in value) return [[/减半/], ...figuresOf(value.half, unit)];
  if ('otherwise' in value && value.otherwise !== undefined) return figuresOf(value.otherwise, unit);
  return [];
}

function citedText(region: string, { article, paragraph = '' }: Citation): string {
  return [article, ...alsoCited(paragraph)].map((id) => texts.get(region)?.get(id) ?? '').join('\n');
}

interface FiguredRow {
  readonly name: string;
  readonly citation: Citation;
  readonly figures: readonly Figure[];
  readonly writtenAs: readonly string[];
}

function figuredRows(pack: PolicyPack): readonly FiguredRow[] {
  const rows = pack.tables.flatMap(({ table, unit, rows: ofTable }) =>
    ofTable.map((row, index) => ({
      name: `${table}/${String(index + 1)}`,
      citation: row,
      figures: unit === 'choice' ? [] : figuresOf(row.value, unit),
      writtenAs: row.figures ?? [],
    })),
  );
  const limits = pack.limits.flatMap((limit) =>
    limit.kind === 'at-least'
      ? [{ name: limit.parameter, citation: limit, figures: literal(limit.value, 'rate'), writtenAs: [] }]
      : [],
  );
  return [...rows, ...limits];
}

describe.each(REGIONS)('%s', (region) => {
  const pack = (): PolicyPack => packs.get(region) as PolicyPack;

  test('every figure of every row stands in an article that the row cites', () => {
    for (const { name, citation, figures, writtenAs } of figuredRows(pack())) {
      const text = citedText(region, citation);
      const otherwiseWritten = figures.filter((forms) => !forms.some((form) => form.test(text)));
      const missing = writtenAs.filter((figure) => !standing(figure).test(text));
      expect({ name, missing, unexplained: otherwiseWritten.slice(writtenAs.length) }).toEqual({
        name,
        missing: [],
        unexplained: [],
      });
      // `figures` is for what is written differently, and for nothing else.
      expect({ name, differently: writtenAs.length }).toEqual({ name, differently: otherwiseWritten.length });
    }
  });

  test('every article stands in coverage.yaml exactly once, in order, and no other does', () => {
    const articles = [...(texts.get(region) as ReadonlyMap<string, string>).keys()].filter((id) => !isHeading(id));
    expect(articles).toHaveLength(ARTICLES[region]);
    expect(pack().coverage.map(({ article }) => article)).toEqual(articles);
  });

  test('what is computed names tables that exist', () => {
    const tables = new Set(pack().tables.map(({ table }) => table));
    const families = new Set([...tables].map((table) => table.split('.')[0]));
    for (const { article, by } of pack().coverage) {
      const named = [...by.matchAll(/\b([a-z-]+)\.([A-Za-z]+)\b/g)].filter(([, family]) => families.has(family));
      const unknown = named.map(([name]) => name).filter((name) => !tables.has(name) && !name.endsWith('.yaml'));
      expect({ article, unknown }).toEqual({ article, unknown: [] });
    }
  });

  /** A section that only holds numbered items: "2(2)" beside "2(2)1". */
  function isHeading(id: string): boolean {
    return texts.get(region)?.has(`${id}1`) === true && id.endsWith(')');
  }

  test('the article cited for validity names its first year', () => {
    const { inForce } = pack();
    expect(citedText(region, inForce)).toMatch(/2023年/);
  });
});
