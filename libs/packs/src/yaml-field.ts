import { closestMatch } from 'leven';
import { isMap, isScalar, isSeq, LineCounter, parseDocument, type Node } from 'yaml';
import type { Problems } from './pack-error.ts';

interface Source {
  readonly file: string;
  readonly lines: LineCounter;
  readonly problems: Problems;
}

/** A word that the author may have meant, as the end of a complaint; empty where none is near. */
export function didYouMean(text: string, known: Iterable<string>): string {
  const candidates = [...known].filter((one) => one !== text);
  const near = closestMatch(text, candidates, { maxDistance: Math.floor(text.length / 3) });
  return near === undefined ? '' : `; did you mean "${near}"?`;
}

/**
 * A value somewhere in a YAML file that still knows where it stands, so that every complaint names file, line and field.
 *
 * A complaint does not end the reading: it is noted, and reading goes on with a stand-in, so that an author learns of everything at
 * once. What is missing is read as a field that complains of nothing more.
 *
 * Files are read with YAML's "failsafe" schema: every scalar is the text that was written. 0.60 stays "0.60", a date
 * stays a date and `no` stays a word, with or without quotes.
 */
export class Field {
  private constructor(
    /** Undefined for what is missing: somebody complained of that already. */
    private readonly source: Source | undefined,
    private readonly node: Node | undefined,
    readonly path: string,
    /** Where to point when the value itself is empty. */
    private readonly near?: Node,
  ) {}

  static readonly missing = new Field(undefined, undefined, '');

  /** Parses a file's text. */
  static parse(file: string, text: string, problems: Problems): Field {
    const lines = new LineCounter();
    const document = parseDocument(text, { schema: 'failsafe', lineCounter: lines, prettyErrors: false });
    const errors = [...document.errors, ...document.warnings];
    for (const { pos, message } of errors) problems.add(file, message, { line: lines.linePos(pos[0]).line });
    if (errors.length > 0) return Field.missing;
    if (document.contents === null) {
      problems.add(file, 'the file is empty');
      return Field.missing;
    }
    return new Field({ file, lines, problems }, document.contents, '');
  }

  /** Notes what is wrong here. @returns what the reading goes on with. */
  wrong<T>(problem: string, instead: T): T {
    const start = (this.node ?? this.near)?.range?.[0];
    const line = start === undefined ? undefined : this.source?.lines.linePos(start).line;
    this.source?.problems.add(this.source.file, problem, { line, field: this.path });
    return instead;
  }

  get isText(): boolean {
    return isScalar(this.node);
  }

  text(): string {
    if (!isScalar(this.node)) return this.wrong('must be text', '');
    const value = String(this.node.value).trim();
    return value === '' ? this.wrong('must not be empty', '') : value;
  }

  /** @returns the first of the words where the text is none of them. */
  oneOf<T extends string>(words: readonly T[]): T {
    const text = this.text();
    const found = words.find((word) => word === text);
    if (found !== undefined || text === '') return found ?? (words[0] as T);
    return this.wrong(`"${text}" is none of ${words.join(', ')}${didYouMean(text, words)}`, words[0] as T);
  }

  /** @param meaning what the text should be, as in "a date such as 2023-01-01". @returns '' where it is not. */
  matching(form: RegExp, meaning: string): string {
    const text = this.text();
    return text === '' || form.test(text) ? text : this.wrong(`"${text}" is not ${meaning}`, '');
  }

  yesNo(): boolean {
    return this.oneOf(['true', 'false']) === 'true';
  }

  list(): readonly Field[] {
    if (!isSeq(this.node)) return this.wrong('must be a list', []);
    return this.node.items.map((item, index) =>
      this.child(item as Node | null, `${this.path}[${String(index)}]`, this.node),
    );
  }

  /** One text or a list of them. */
  texts(): readonly Field[] {
    return this.isText ? [this] : this.list();
  }

  /** A mapping whose keys are the author's choice. */
  entries(): readonly (readonly [string, Field])[] {
    if (!isMap(this.node)) return this.wrong('must be a mapping', []);
    return this.node.items.map(({ key, value }) => {
      const name = String(isScalar(key) ? key.value : key);
      const path = this.path === '' ? name : `${this.path}.${name}`;
      return [name, this.child(value as Node | null, path, key as Node)] as const;
    });
  }

  /** A mapping with these keys and no others; a key that ends in "?" may be left out. */
  members(...keys: readonly string[]): Members {
    const known = keys.map((key) => key.replace('?', ''));
    if (!isMap(this.node)) return this.wrong('must be a mapping', new Members(Field.missing, new Map()));
    const found = new Map(this.entries());
    for (const [name, member] of found) {
      if (known.includes(name)) continue;
      const near = didYouMean(
        name,
        known.filter((one) => !found.has(one)),
      );
      member.wrong(`unknown key; known here: ${known.join(', ')}${near}`, undefined);
    }
    for (const key of keys) if (!key.endsWith('?') && !found.has(key)) this.wrong(`"${key}" is missing`, undefined);
    return new Members(this, found);
  }

  private child(node: Node | null, path: string, near: Node | undefined): Field {
    return new Field(this.source, node ?? undefined, path, near);
  }
}

/** The members of a mapping whose keys were checked. */
export class Members {
  constructor(
    readonly field: Field,
    private readonly found: ReadonlyMap<string, Field>,
  ) {}

  /** A member that must be there: its absence was noted with the mapping. */
  get(key: string): Field {
    return this.found.get(key) ?? Field.missing;
  }

  find(key: string): Field | undefined {
    return this.found.get(key);
  }

  has(key: string): boolean {
    return this.found.has(key);
  }

  /** `{key: value}` when the member is there and `{}` when it is not: for spreading into an object. */
  optional<K extends string, T>(key: K, read: (field: Field) => T): { [P in K]?: T } {
    const field = this.found.get(key);
    return field === undefined ? {} : ({ [key]: read(field) } as { [P in K]: T });
  }
}
