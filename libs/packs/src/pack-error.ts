/** Something wrong in the files of a pack, with the place that an author has to look at. */
export interface PackProblem {
  /** Path of the file, from the folder of the packs on. */
  readonly file: string;
  /** Line of the field, counted from 1; undefined where the whole file is meant. */
  readonly line: number | undefined;
  /** The field within the file, as "[2].rows[0].when.tier"; empty where the whole file is meant. */
  readonly field: string;
  readonly problem: string;
}

/** "zibo/tables/art-06-ordinary-care.yaml:12: [1].rows[0].value: …" */
export function problemText({ file, line, field, problem }: PackProblem): string {
  const at = line === undefined ? file : `${file}:${String(line)}`;
  return field === '' ? `${at}: ${problem}` : `${at}: ${field}: ${problem}`;
}

/** A pack that is not in order: everything that is wrong with it, a line each. */
export class PackError extends Error {
  override readonly name = 'PackError';

  constructor(readonly problems: readonly PackProblem[]) {
    super(problems.map(problemText).join('\n'));
  }
}

/** Gathers what is wrong while the files are read to their end. */
export class Problems {
  private readonly found: PackProblem[] = [];

  add(file: string, problem: string, at: { readonly line?: number | undefined; readonly field?: string } = {}): void {
    this.found.push({ file, line: at.line, field: at.field ?? '', problem });
  }

  /** How many there are: compared before and after reading a part, it says whether the part is in order. */
  get count(): number {
    return this.found.length;
  }

  /** By file and line. */
  get all(): readonly PackProblem[] {
    const byFile = (a: PackProblem, b: PackProblem): number => (a.file < b.file ? -1 : a.file > b.file ? 1 : 0);
    return [...this.found].sort((a, b) => byFile(a, b) || (a.line ?? 0) - (b.line ?? 0));
  }

  throwIfAny(): void {
    if (this.found.length > 0) throw new PackError(this.all);
  }
}
