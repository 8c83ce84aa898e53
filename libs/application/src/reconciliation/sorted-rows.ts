import { mkdtemp, open, rm, type FileHandle } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { linesOf } from '../command-file/lines.ts';
import { merged, type Order, type Pages } from './pages.ts';

/** Rows that are sorted in memory at a time. */
const RUN = 50_000;

/** Where a run stands in the file. */
interface Run {
  readonly start: number;
  readonly bytes: number;
}

/**
 * Brings rows into order, however many there are: runs of them are sorted in memory and written to a file for the time being, and merged
 * as they are walked. Rows of one place come in the order in which they were added. They must survive JSON.
 */
export class SortedRows<T> {
  #rows: T[] = [];
  readonly #runs: Run[] = [];
  #file: { readonly folder: string; readonly handle: FileHandle } | undefined;

  constructor(
    private readonly order: Order<T>,
    private readonly run = RUN,
  ) {}

  /** Takes rows in. */
  async add(rows: Iterable<T>): Promise<void> {
    for (const row of rows) {
      this.#rows.push(row);
      if (this.#rows.length >= this.run) await this.#write();
    }
  }

  /** All rows in their order; they can be walked several times. */
  pages(): Pages<T> {
    const handle = this.#file?.handle;
    const written = handle === undefined ? [] : this.#runs.map((run) => pagesOf<T>(handle, run));
    return merged([...written, inMemory(this.#rows.sort(this.order))], this.order);
  }

  /** Leaves nothing behind. */
  async close(): Promise<void> {
    await this.#file?.handle.close();
    if (this.#file !== undefined) await rm(this.#file.folder, { recursive: true, force: true });
    this.#file = undefined;
  }

  async #write(): Promise<void> {
    const lines = this.#rows.sort(this.order).map((row) => `${JSON.stringify(row)}\n`);
    this.#rows = [];
    const { handle } = (this.#file ??= await temporaryFile());
    const { start, bytes } = this.#runs.at(-1) ?? { start: 0, bytes: 0 };
    const run = Buffer.from(lines.join(''));
    await handle.writeFile(run);
    this.#runs.push({ start: start + bytes, bytes: run.length });
  }
}

async function temporaryFile(): Promise<{ readonly folder: string; readonly handle: FileHandle }> {
  const folder = await mkdtemp(join(tmpdir(), `gongji-sorting-${String(process.pid)}-`));
  return { folder, handle: await open(join(folder, 'runs'), 'w+', 0o600) };
}

async function* inMemory<T>(rows: readonly T[]): Pages<T> {
  if (rows.length > 0) yield rows;
}

async function* pagesOf<T>(handle: FileHandle, { start, bytes }: Run): Pages<T> {
  for await (const lines of linesOf(blocksOf(handle, { start, bytes }))) {
    yield lines.map((line) => {
      if ('problem' in line) throw new Error(`A row that was written could not be read: it ${line.problem}.`);
      return JSON.parse(line.text) as T;
    });
  }
}

/** What of a file is read at a time; as much is held of each run. */
const BLOCK = 64 * 1024;

async function* blocksOf(handle: FileHandle, { start, bytes }: Run): AsyncIterable<Uint8Array> {
  for (let at = start; at < start + bytes;) {
    const block = Buffer.allocUnsafe(Math.min(BLOCK, start + bytes - at));
    const { bytesRead } = await handle.read(block, 0, block.length, at);
    if (bytesRead === 0) throw new Error('Rows that were written are no longer there.');
    yield block.subarray(0, bytesRead);
    at += bytesRead;
  }
}
