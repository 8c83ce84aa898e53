import { isMap, isScalar, isSeq, LineCounter, parseDocument, type Node } from 'yaml';
import { PackError } from './pack-error.ts';

/**
 * A value somewhere in a YAML file that still knows where it stands, so that every complaint names file, line and field.
 *
 * Files are read with YAML's "failsafe" schema: every scalar is the text that was written. 0.60 stays "0.60", a date
 * stays a date and `no` stays a word, with or without quotes.
 */
export class Field {
  private constructor(
    private readonly source: { readonly file: string; readonly lines: LineCounter },
    private readonly node: Node,
    readonly path: string,
  ) {}

  /** Parses a file's text. */
  static parse(file: string, text: string): Field {
    const lines = new LineCounter();
    const document = parseDocument(text, { schema: 'failsafe', lineCounter: lines, prettyErrors: false });
    const error = document.errors[0] ?? document.warnings[0];
    if (error !== undefined) throw new PackError(file, lines.linePos(error.pos[0]).line, '', error.message);
    if (document.contents === null) throw new PackError(file, undefined, '', 'the file is empty');
    return new Field({ file, lines }, document.contents, '');
  }

  fail(problem: string): never {
    const start = this.node.range?.[0];
    const line = start === undefined ? undefined : this.source.lines.linePos(start).line;
    throw new PackError(this.source.file, line, this.path, problem);
  }

  get isText(): boolean {
    return isScalar(this.node);
  }

  text(): string {
    if (!isScalar(this.node)) return this.fail('must be text');
    const value = String(this.node.value).trim();
    return value === '' ? this.fail('must not be empty') : value;
  }

  oneOf<T extends string>(words: readonly T[]): T {
    const text = this.text();
    return words.find((word) => word === text) ?? this.fail(`"${text}" is none of ${words.join(', ')}`);
  }

  /** @param meaning what the text should be, as in "a date such as 2023-01-01". */
  matching(form: RegExp, meaning: string): string {
    const text = this.text();
    return form.test(text) ? text : this.fail(`"${text}" is not ${meaning}`);
  }

  yesNo(): boolean {
    return this.oneOf(['true', 'false']) === 'true';
  }

  list(): readonly Field[] {
    if (!isSeq(this.node)) return this.fail('must be a list');
    return this.node.items.map((item, index) => this.child(item as Node, `${this.path}[${String(index)}]`));
  }

  /** One text or a list of them. */
  texts(): readonly Field[] {
    return this.isText ? [this] : this.list();
  }

  /** A mapping whose keys are the author's choice. */
  entries(): readonly (readonly [string, Field])[] {
    if (!isMap(this.node)) return this.fail('must be a mapping');
    return this.node.items.map(({ key, value }) => {
      const name = String(isScalar(key) ? key.value : key);
      return [name, this.child(value as Node, this.path === '' ? name : `${this.path}.${name}`)] as const;
    });
  }

  /** A mapping with these keys and no others; a key that ends in "?" may be left out. */
  members(...keys: readonly string[]): Members {
    const known = new Set(keys.map((key) => key.replace('?', '')));
    const found = new Map(this.entries());
    for (const [name, member] of found) {
      if (!known.has(name)) member.fail(`unknown key; known here: ${[...known].join(', ')}`);
    }
    for (const key of keys) if (!key.endsWith('?') && !found.has(key)) this.fail(`"${key}" is missing`);
    return new Members(this, found);
  }

  private child(node: Node, path: string): Field {
    return new Field(this.source, node, path);
  }
}

/** The members of a mapping whose keys were checked. */
export class Members {
  constructor(
    readonly field: Field,
    private readonly found: ReadonlyMap<string, Field>,
  ) {}

  get(key: string): Field {
    return this.found.get(key) ?? this.field.fail(`"${key}" is missing`);
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
