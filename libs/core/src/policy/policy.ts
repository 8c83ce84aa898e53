import type { PlainDate } from '../calendar/calendar.ts';
import { exact, type Exact } from '../money/money.ts';
import { refuse, Refused } from '../ledger/refusal.ts';
import { NO_SUPERVISION, type SupervisionRules } from '../supervision/violations.ts';
import { askedTables } from './asked-tables.ts';
import { compileTable, counterexamples, findRow, PackDefect, type CompiledRow, type CompiledTable } from './compile.ts';
import { evaluateNumber, evaluateWord, type ParameterLookup } from './evaluate.ts';
import type { Citation, ExclusionRule, Facts, PolicyPack, ProgrammeRule } from './pack.ts';
import { TABLES } from './table-names.ts';

/** A table's answer and the row that gave it. */
export interface Answer<T> {
  readonly value: T;
  /** "ordinary.rate/3": the row in this version of the pack. */
  readonly row: string;
}

/** A pack made ready for asking, proven complete. One per region and version; it never changes. */
export class Policy {
  /** "panzhihua-2022/1": document and version of the pack, as events name it. */
  readonly id: string;
  private readonly tables: ReadonlyMap<string, CompiledTable>;
  private readonly programmes: ReadonlyMap<string, ProgrammeRule>;
  private readonly exclusions: ReadonlyMap<string, ExclusionRule>;
  private readonly articles = new Map<string, string>();
  /** Answers of the rows that say theirs as it is, whoever asks when: made once. */
  private readonly figures = new Map<CompiledRow, Answer<Exact | undefined>>();
  private readonly words = new Map<CompiledRow, Answer<string>>();

  /**
   * @param hash SHA-256 of the pack's canonical form: events name it, so that it is known which rules decided.
   * @param supervision what the document says of violations; no part of the pack's content, which settlements rest on.
   * @throws PackDefect naming the very case for which a table has no answer or two.
   */
  constructor(
    readonly pack: PolicyPack,
    readonly hash: string,
    readonly supervision: SupervisionRules = NO_SUPERVISION,
  ) {
    this.id = `${pack.document.id}/${pack.version}`;
    this.tables = new Map(pack.tables.map((table) => [table.table, compileTable(table, pack)]));
    this.programmes = new Map(pack.programmes.map((rule) => [rule.programme, rule]));
    this.exclusions = new Map(pack.exclusions.map((rule) => [rule.code, rule]));
    this.prove();
    for (const table of this.tables.values()) this.readWritten(table);
  }

  private readWritten({ table, rows }: CompiledTable): void {
    for (const row of rows) {
      const { value } = row.row;
      if (typeof value !== 'string') continue;
      if (table.unit === 'choice') this.words.set(row, { value, row: row.id });
      else this.figures.set(row, { value: value === 'none' ? undefined : exact(value), row: row.id });
    }
  }

  private prove(): void {
    for (const name of askedTables(this.pack.programmes).keys()) {
      if (!this.tables.has(name)) throw new PackDefect(`${this.pack.region}: the table ${name} is missing`);
    }
    for (const table of this.tables.values()) {
      const [found] = counterexamples(table, this.pack);
      if (found === undefined) continue;
      const facts = Object.entries(found.facts).map(([name, value]) => `${name} ${value}`);
      throw new PackDefect(
        `${this.pack.region}: ${found.table} has ${found.problem === 'gap' ? 'no row' : 'several rows'} for ` +
          `${facts.join(', ')} on ${found.on}${found.rows.length > 0 ? `: ${found.rows.join(', ')}` : ''}`,
      );
    }
  }

  private table(name: string): CompiledTable {
    const table = this.tables.get(name);
    if (table === undefined) throw new PackDefect(`${this.pack.region}: the table ${name} is missing`);
    return table;
  }

  /** Asks a table for a rate or an amount; undefined is "none" (a cap that does not exist). */
  number(name: string, facts: Facts, on: PlainDate, parameters: ParameterLookup): Answer<Exact | undefined> {
    const found = findRow(this.table(name), facts, on);
    const written = this.figures.get(found);
    if (written !== undefined) return written;
    return this.citing(found.row, () => ({
      value: evaluateNumber(found.row.value, { facts, on, parameters }),
      row: found.id,
    }));
  }

  /** Asks a table for a rate or an amount that must be there. */
  amount(name: string, facts: Facts, on: PlainDate, parameters: ParameterLookup): Answer<Exact> {
    const answer = this.number(name, facts, on, parameters);
    if (isFigure(answer)) return answer;
    throw new PackDefect(`${this.pack.region}: ${answer.row} is "none" where a figure is needed`);
  }

  /** Asks a `choice` table for its word. */
  word(name: string, facts: Facts, on: PlainDate, parameters: ParameterLookup): Answer<string> {
    const found = findRow(this.table(name), facts, on);
    const written = this.words.get(found);
    return written ?? { value: evaluateWord(found.row.value, { facts, on, parameters }), row: found.id };
  }

  /** The row that decides a case, without its answer: an explanation that names it needs no parameter. */
  rowOf(name: string, facts: Facts, on: PlainDate): string {
    return findRow(this.table(name), facts, on).id;
  }

  /** A missing parameter is refused with the article of the row that needs it. */
  private citing<T>(citation: Citation, evaluate: () => T): T {
    try {
      return evaluate();
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
      throw new Refused({ ...error.refusal, article: this.cite(citation) });
    }
  }

  programme(name: string): ProgrammeRule {
    const rule = this.programmes.get(name);
    if (rule === undefined) throw new PackDefect(`${this.pack.region}: no rule for the programme ${name}`);
    return rule;
  }

  exclusion(code: string): ExclusionRule | undefined {
    return this.exclusions.get(code);
  }

  /** A citation as answers show it: "panzhihua-2022 art. 7 para. 2". */
  cite(citation: Citation): string {
    const paragraph = citation.paragraph === undefined ? '' : ` ${citation.paragraph}`;
    const assumption = citation.assumption === undefined ? '' : ` (${citation.assumption})`;
    return `${this.pack.document.id} art. ${citation.article}${paragraph}${assumption}`;
  }

  /** The article of a row that an event names ("ordinary.rate/3"). */
  articleOf(row: string): string {
    const [name, number] = [row.slice(0, row.lastIndexOf('/')), Number(row.slice(row.lastIndexOf('/') + 1))];
    const found = this.table(name).rows[number - 1];
    if (found === undefined) throw new PackDefect(`${this.pack.region}: ${row} does not exist`);
    return this.cite(found.row);
  }

  /** The article behind a step's rule: a row, an exclusion, another programme's rule, or the entitlement. */
  ruleArticle(rule: string): string {
    const known = this.articles.get(rule);
    if (known !== undefined) return known;
    const article = this.findArticle(rule);
    this.articles.set(rule, article);
    return article;
  }

  private findArticle(rule: string): string {
    const name = rule.slice(rule.indexOf('/') + 1);
    if (rule.startsWith('exclusion/')) {
      const exclusion = this.exclusions.get(name);
      return exclusion === undefined ? this.cite(this.pack.inForce) : this.cite(exclusion);
    }
    if (rule.startsWith('programme/')) {
      const from = this.pack.programmes.find((programme) => programme.beyondCap?.rule === name);
      return this.cite(from?.beyondCap ?? this.pack.inForce);
    }
    if (rule === 'entitlement') return this.cite(this.pack.entitlement);
    return this.articleOf(rule);
  }

  /** Whether the document limits the hours of day surgery. */
  limitsHours(): boolean {
    return this.table(TABLES.coverageHours).rows.some(({ row }) => row.value !== 'covered');
  }

  isInForce(on: PlainDate): boolean {
    const { from, until } = this.pack.inForce;
    return on >= from && (until === undefined || on <= until);
  }

  /** Refuses a date on which the document is not in force (POLICY.md, In force). */
  requireInForce(on: PlainDate, field: string): void {
    if (this.isInForce(on)) return;
    const { from, until } = this.pack.inForce;
    refuse(
      'policy-not-in-force',
      `${this.pack.document.id} is in force from ${from}${until === undefined ? '' : ` to ${until}`}, not on ${on}.`,
      { field, article: this.cite(this.pack.inForce) },
    );
  }
}

function isFigure(answer: Answer<Exact | undefined>): answer is Answer<Exact> {
  return answer.value !== undefined;
}
