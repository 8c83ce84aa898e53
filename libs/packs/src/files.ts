import { readdir, readFile } from 'node:fs/promises';
import { basename, join, resolve } from 'node:path';
import type { Problems } from './pack-error.ts';
import { Field } from './yaml-field.ts';

/** The region that a pack's folder is named for. */
export function regionOf(folder: string): string {
  return basename(resolve(folder));
}

/** The files of one folder. What cannot be read is noted, and read as missing. */
export class Files {
  readonly region: string;

  /** @param named whether complaints name the folder before the file. */
  constructor(
    private readonly folder: string,
    private readonly problems: Problems,
    private readonly options: { readonly named: boolean } = { named: true },
  ) {
    this.region = regionOf(folder);
  }

  private path(name: string): string {
    return this.options.named ? `${this.region}/${name}` : name;
  }

  private missing(error: unknown, name: string, what: string): void {
    const { code } = error as NodeJS.ErrnoException;
    if (code !== 'ENOENT' && code !== 'ENOTDIR') throw error;
    this.problems.add(this.path(name), `the ${what} is missing`);
  }

  async text(name: string): Promise<string> {
    try {
      return await readFile(join(this.folder, name), 'utf8');
    } catch (error) {
      this.missing(error, name, 'file');
      return '';
    }
  }

  async yaml(name: string): Promise<Field> {
    const before = this.problems.count;
    const text = await this.text(name);
    return this.problems.count > before ? Field.missing : Field.parse(this.path(name), text, this.problems);
  }

  /** A file that a pack need not have; undefined where there is none. */
  async optionalYaml(name: string): Promise<Field | undefined> {
    try {
      return Field.parse(this.path(name), await readFile(join(this.folder, name), 'utf8'), this.problems);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
      throw error;
    }
  }

  /** In the order of their names, so that the same files always make the same pack. */
  async tables(): Promise<readonly string[]> {
    try {
      const names = await readdir(join(this.folder, 'tables'));
      return names
        .filter((name) => name.endsWith('.yaml'))
        .sort()
        .map((name) => `tables/${name}`);
    } catch (error) {
      this.missing(error, 'tables', 'folder');
      return [];
    }
  }
}
