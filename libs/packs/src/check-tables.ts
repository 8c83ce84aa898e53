import {
  askedTables,
  compileTable,
  counterexamples,
  DIMENSIONS,
  TABLES,
  type AskedTable,
  type Counterexample,
  type Dimension,
  type PolicyPack,
} from '@gongji/core';
import { neededTiers } from './needed-tiers.ts';
import type { Problems } from './pack-error.ts';
import type { LocatedTable } from './read-table.ts';
import { didYouMean, type Field } from './yaml-field.ts';

/**
 * Holds the tables of a pack against what the ledger asks: each is there, distinguishes what is known when it is asked, answers
 * every case with just one row and in words that are understood.
 */
export function checkTables(tables: readonly LocatedTable[], pack: PolicyPack, problems: Problems): void {
  const asked = askedTables(pack.programmes);
  const names = new Set(tables.map(({ table }) => table.table));
  for (const name of Object.values(TABLES)) {
    if (!names.has(name)) problems.add(`${pack.region}/tables`, `the table ${name} is missing`);
  }
  for (const located of tables) {
    const known = asked.get(located.table.table);
    if (known === undefined) complainOfUnasked(located, [...asked.keys()]);
    else if (located.sound) new TableCheck(located, known, pack).check();
  }
}

function complainOfUnasked({ table, field }: LocatedTable, asked: readonly string[]): void {
  if (table.table === '') return;
  const near = didYouMean(table.table, asked);
  field.wrong(`no decision and no programme asks for the table ${table.table}${near}`, undefined);
}

class TableCheck {
  constructor(
    private readonly located: LocatedTable,
    private readonly asked: AskedTable,
    private readonly pack: PolicyPack,
  ) {}

  check(): void {
    this.checkUnit();
    this.checkDimensions();
    this.checkDays();
    this.prove();
  }

  private row(at: number): Field {
    return this.located.rows[at] ?? this.located.field;
  }

  private checkUnit(): void {
    const { table, field } = this.located;
    const { unit, answers, form, none } = this.asked;
    if (table.unit !== unit) return field.wrong(`the table must be in ${unit}, not ${table.unit}`, undefined);
    for (const word of table.choices ?? []) {
      if (answers?.includes(word) ?? form?.test(word) ?? true) continue;
      const known = answers?.join(', ') ?? '"none" or a day such as 03-31';
      field.wrong(`the ledger does not understand "${word}" here, only ${known}`, undefined);
    }
    if (none) return;
    table.rows.forEach(({ value }, at) => {
      if (JSON.stringify(value).includes('"none"') && unit === 'yuan') {
        this.row(at).wrong('only a cap may be "none"', undefined);
      }
    });
  }

  /** What is not known when the table is asked cannot be distinguished; what may come up must be answered. */
  private checkDimensions(): void {
    const { table, by } = this.located;
    const known = Object.keys(this.asked.known);
    for (const [name, domain] of Object.entries(table.by)) {
      const field = by.get(name) ?? this.located.field;
      const values = this.asked.known[name as Dimension];
      if (values === undefined) {
        field.wrong(`nothing is known of ${name} when the table is asked, only of ${known.join(', ')}`, undefined);
        continue;
      }
      const answered: readonly string[] = domain === 'all' ? DIMENSIONS[name as Dimension] : domain;
      const needed = name === 'tier' ? neededTiers(table.table, this.pack) : values;
      const missing = needed.filter((value) => !answered.includes(value));
      if (missing.length > 0) field.wrong(`the table must answer for ${missing.join(', ')} too`, undefined);
    }
    if (this.asked.ages) return;
    table.rows.forEach(({ when }, at) => {
      if (when?.age !== undefined) this.row(at).wrong('the age is not known when the table is asked', undefined);
    });
  }

  /** A row that no day of the pack's validity falls under is a slip. */
  private checkDays(): void {
    const { from, until = '9999-12-31' } = this.pack.inForce;
    this.located.table.rows.forEach((row, at) => {
      if ((row.until ?? until) >= from && (row.from ?? from) <= until) return;
      this.row(at).wrong(`the row lies outside the days of the pack, ${from} to ${until}`, undefined);
    });
  }

  private prove(): void {
    for (const found of counterexamples(compileTable(this.located.table, this.pack), this.pack)) {
      const rows = found.rows.map((id) => Number(id.slice(id.lastIndexOf('/') + 1)) - 1);
      const field = found.problem === 'gap' ? this.located.field : this.row(rows[1] as number);
      field.wrong(`${found.table} has ${said(found)}`, undefined);
    }
  }
}

function said({ problem, matters, facts, on, rows }: Counterexample): string {
  const { on: day, ...cases } = matters;
  const text = (some: { readonly [name: string]: string }): string =>
    Object.entries(some)
      .map(([name, value]) => `${name} ${value}`)
      .join(', ');
  const all = [text(cases), ...(day === undefined ? [] : [`from ${day}`])].filter((part) => part !== '').join(' ');
  const what = problem === 'gap' ? 'no row' : `several rows (${rows.join(', ')})`;
  return `${what} for ${all === '' ? 'any case' : all}, for instance ${text(facts)} on ${on}`;
}
