/** A defect in the files of a pack, with the place that an author has to look at. */
export class PackError extends Error {
  override readonly name = 'PackError';

  constructor(
    /** Path of the file, from the folder of the packs on. */
    readonly file: string,
    /** Line of the field, counted from 1; undefined where the whole file is meant. */
    readonly line: number | undefined,
    /** The field within the file, as "[2].rows[0].when.tier"; empty where the whole file is meant. */
    readonly field: string,
    problem: string,
  ) {
    const at = line === undefined ? file : `${file}:${String(line)}`;
    super(field === '' ? `${at}: ${problem}` : `${at}: ${field}: ${problem}`);
  }
}
