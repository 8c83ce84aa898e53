import { dayAfter, type PlainDate } from '../calendar/calendar.ts';
import { DIMENSIONS, type Dimension, type Facts, type PolicyPack, type PolicyTable, type TableRow } from './pack.ts';

/** A row made ready for asking. */
export interface CompiledRow {
  readonly row: TableRow;
  /** As events cite it: "ordinary.rate/3", the third row of the table in this version of the pack. */
  readonly id: string;
  readonly values: { readonly [dimension: string]: ReadonlySet<string> };
  readonly age: { readonly from: number; readonly to: number };
  readonly from: PlainDate;
  readonly until: PlainDate;
  /** True for a row that holds on every day. */
  readonly isUndated: boolean;
}

/** A table whose rows are found by the facts that it distinguishes. */
export interface CompiledTable {
  readonly table: PolicyTable;
  readonly dimensions: readonly Dimension[];
  readonly domain: { readonly [dimension: string]: readonly string[] };
  readonly rows: readonly CompiledRow[];
  /** The number of each value within its dimension, in the order of the dimensions. */
  readonly numbers: readonly ReadonlyMap<string | undefined, number>[];
  /** Rows by every combination of values, in their order: the last dimension changes first. Age and date are left to compare. */
  readonly index: readonly (readonly CompiledRow[])[];
}

/** A defect of a pack: found when it is loaded, never while a command is decided. */
export class PackDefect extends Error {
  override readonly name = 'PackDefect';
}

const OLDEST = 150;
const [FIRST_DAY, LAST_DAY] = ['1900-01-01', '2999-12-31'];

const AGE_FORMS: readonly (readonly [RegExp, (a: number, b: number) => { from: number; to: number }])[] = [
  [/^>=(\d+)$/, (a) => ({ from: a, to: OLDEST })],
  [/^<(\d+)$/, (a) => ({ from: 0, to: a - 1 })],
  [/^(\d+)\.\.(\d+)$/, (a, b) => ({ from: a, to: b })],
];

/** Reads ">=70", "<70" or "45..69" (both included). */
export function ageBounds(text: string): { readonly from: number; readonly to: number } {
  for (const [form, bounds] of AGE_FORMS) {
    const parts = form.exec(text);
    if (parts !== null) return bounds(Number(parts[1]), Number(parts[2]));
  }
  throw new PackDefect(`"${text}" is no age: write ">=70", "<70" or "45..69"`);
}

function compileRow(table: PolicyTable, row: TableRow, index: number, pack: PolicyPack): CompiledRow {
  const { age, ...when } = row.when ?? {};
  const values: { [dimension: string]: ReadonlySet<string> } = {};
  for (const [dimension, value] of Object.entries(when)) {
    if (!(dimension in table.by)) {
      throw new PackDefect(`${pack.region}: a row of ${table.table} asks for ${dimension}, which "by" does not name`);
    }
    values[dimension] = new Set(typeof value === 'string' ? [value] : value);
  }
  return {
    row,
    id: `${table.table}/${String(index + 1)}`,
    values,
    age: typeof age === 'string' ? ageBounds(age) : { from: 0, to: OLDEST },
    from: row.from ?? FIRST_DAY,
    until: row.until ?? LAST_DAY,
    isUndated: row.from === undefined && row.until === undefined,
  };
}

/** Every combination of the values that a table distinguishes. */
export function combinations(
  domain: { readonly [dimension: string]: readonly string[] },
  dimensions: readonly string[],
): readonly (readonly string[])[] {
  return dimensions.reduce<readonly (readonly string[])[]>(
    (all, dimension) => all.flatMap((some) => (domain[dimension] ?? []).map((value) => [...some, value])),
    [[]],
  );
}

/** Makes a table ready for asking: its rows by every combination of what it distinguishes. */
export function compileTable(table: PolicyTable, pack: PolicyPack): CompiledTable {
  const dimensions = Object.keys(table.by) as Dimension[];
  const domain: { [dimension: string]: readonly string[] } = {};
  for (const dimension of dimensions) {
    const values = table.by[dimension] as 'all' | readonly string[];
    domain[dimension] = values === 'all' ? DIMENSIONS[dimension] : values;
  }
  const rows = table.rows.map((row, index) => compileRow(table, row, index, pack));
  const numbers = dimensions.map((name) => new Map(domain[name]?.map((value, number) => [value, number])));
  const index = combinations(domain, dimensions).map((values) =>
    rows.filter((row) => dimensions.every((name, at) => row.values[name]?.has(values[at] as string) ?? true)),
  );
  return { table, dimensions, domain, rows, numbers, index };
}

/** The row that answers, or a defect when the table was asked for something that it does not distinguish. */
export function findRow(compiled: CompiledTable, facts: Facts, on: PlainDate): CompiledRow {
  const { dimensions, numbers } = compiled;
  let place = 0;
  for (let at = 0; at < dimensions.length; at += 1) {
    const values = numbers[at] as ReadonlyMap<string | undefined, number>;
    const number = values.get(facts[dimensions[at] as Dimension]);
    if (number === undefined) return unanswered(compiled, facts, on);
    place = place * values.size + number;
  }
  const rows = compiled.index[place] as readonly CompiledRow[];
  for (const row of rows) {
    if (answers(row, on, facts.age ?? 0)) return row;
  }
  return unanswered(compiled, facts, on);
}

function unanswered({ table, dimensions }: CompiledTable, facts: Facts, on: PlainDate): never {
  const asked = dimensions.map((name) => facts[name] ?? '?').join('|');
  throw new PackDefect(`${table.table} has no answer for ${asked}, age ${String(facts.age)}, on ${on}`);
}

/** A case for which a table has no answer, or several. */
export interface Counterexample {
  readonly table: string;
  readonly problem: 'gap' | 'overlap';
  /** The very case. */
  readonly facts: { readonly [name: string]: string };
  readonly on: PlainDate;
  /** Of the case what matters; what is left out may be anything. Without `on` it is so on every day. */
  readonly matters: { readonly [name: string]: string };
  readonly rows: readonly string[];
}

/** A way in which cases differ, and the values between which something changes. */
interface Axis {
  readonly name: string;
  readonly values: readonly string[];
}

/**
 * Proves that a table is complete and unambiguous over the values that it distinguishes, on every day of the pack's
 * validity: between two neighbouring boundaries of age and of date nothing changes, so one probe for each stretch decides it.
 *
 * @returns the cases that have no answer or two, those that differ only in what does not matter taken together; the first case of
 * all stands first. Empty when there is none.
 */
export function counterexamples(compiled: CompiledTable, pack: PolicyPack): readonly Counterexample[] {
  const axes = axesOf(compiled, pack);
  const failing = new Map<string, (readonly string[])[]>();
  for (const [at, values] of combinations(compiled.domain, compiled.dimensions).entries()) {
    const candidates = compiled.index[at] as readonly CompiledRow[];
    for (const on of axes.at(-2)?.values ?? []) {
      for (const age of axes.at(-1)?.values ?? []) {
        const rows = candidates.filter((row) => answers(row, on, Number(age)));
        if (rows.length === 1) continue;
        const which = rows.map(({ id }) => id).join(', ');
        failing.set(which, [...(failing.get(which) ?? []), [...values, on, age]]);
      }
    }
  }
  return [...failing].flatMap(([which, cells]) =>
    boxesOf(cells, axes).map(({ first, fixed }) => {
      const at = (name: string): string => first[axes.findIndex((axis) => axis.name === name)] as string;
      return {
        table: compiled.table.table,
        problem: which === '' ? ('gap' as const) : ('overlap' as const),
        facts: Object.fromEntries([...compiled.dimensions, 'age'].map((name) => [name, at(name)])),
        on: at('on'),
        matters: Object.fromEntries(fixed.map((name) => [name, at(name)])),
        rows: which === '' ? [] : which.split(', '),
      };
    }),
  );
}

function axesOf(compiled: CompiledTable, pack: PolicyPack): readonly Axis[] {
  const [first, last] = [pack.inForce.from, pack.inForce.until ?? LAST_DAY];
  const days = [first, ...compiled.rows.flatMap((row) => [row.from, dayAfter(row.until)])].filter(
    (day) => first <= day && day <= last,
  );
  const ages = [0, ...compiled.rows.flatMap((row) => [row.age.from, row.age.to + 1])].filter((age) => age <= OLDEST);
  return [
    ...compiled.dimensions.map((name) => ({ name, values: compiled.domain[name] ?? [] })),
    { name: 'on', values: [...new Set(days)] },
    { name: 'age', values: [...new Set(ages)].map(String) },
  ];
}

function answers(row: CompiledRow, on: PlainDate, age: number): boolean {
  return row.age.from <= age && age <= row.age.to && (row.isUndated || (row.from <= on && on <= row.until));
}

/** Takes cases together that agree in all that matters: an axis does not matter where every value of it is among the cases. */
function boxesOf(
  cells: readonly (readonly string[])[],
  axes: readonly Axis[],
): readonly { readonly first: readonly string[]; readonly fixed: readonly string[] }[] {
  const all = new Set(cells.map((cell) => cell.join('|')));
  const covered = new Set<string>();
  const boxes: { readonly first: readonly string[]; readonly fixed: readonly string[] }[] = [];
  for (const first of cells) {
    if (covered.has(first.join('|'))) continue;
    let box: readonly (readonly string[])[] = [first];
    const fixed: string[] = [];
    axes.forEach(({ name, values }, at) => {
      const wider = box.flatMap((cell) => values.map((value) => cell.with(at, value)));
      if (wider.every((cell) => all.has(cell.join('|')))) box = wider;
      else fixed.push(name);
    });
    for (const cell of box) covered.add(cell.join('|'));
    boxes.push({ first, fixed });
  }
  return boxes;
}
