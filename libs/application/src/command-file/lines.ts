import { isUtf8 } from 'node:buffer';

/** A line of a command file, or what keeps it from being one. */
export type Line =
  | { readonly number: number; readonly text: string; readonly ended: boolean }
  | { readonly number: number; readonly problem: string };

/** A command is far shorter; a longer line is passed over without being kept in memory. */
export const LONGEST_LINE = 1024 * 1024;

const NEWLINE = 0x0a;

/** Splits bytes into lines, page by page as they come, with bounded memory. Blank lines are no lines. */
export async function* linesOf(chunks: AsyncIterable<Uint8Array>): AsyncIterable<readonly Line[]> {
  const splitter = new Splitter();
  for await (const chunk of chunks) {
    const lines = splitter.take(chunk);
    if (lines.length > 0) yield lines;
  }
  const last = splitter.end();
  if (last.length > 0) yield last;
}

class Splitter {
  private number = 0;
  private kept: Uint8Array[] = [];
  private length = 0;

  take(chunk: Uint8Array): readonly Line[] {
    const lines: Line[] = [];
    let from = 0;
    for (let at = chunk.indexOf(NEWLINE); at !== -1; at = chunk.indexOf(NEWLINE, from)) {
      this.keep(chunk.subarray(from, at));
      this.finish(lines, true);
      from = at + 1;
    }
    this.keep(chunk.subarray(from));
    return lines;
  }

  end(): readonly Line[] {
    const lines: Line[] = [];
    if (this.length > 0) this.finish(lines, false);
    return lines;
  }

  private keep(bytes: Uint8Array): void {
    this.length += bytes.length;
    if (this.length > LONGEST_LINE) this.kept = [];
    else if (bytes.length > 0) this.kept.push(bytes);
  }

  private finish(lines: Line[], ended: boolean): void {
    const { length, kept } = this;
    this.kept = [];
    this.length = 0;
    this.number += 1;
    const number = this.number;
    if (length > LONGEST_LINE) {
      lines.push({ number, problem: `is longer than ${String(LONGEST_LINE)} bytes` });
      return;
    }
    const bytes = kept.length === 1 ? (kept[0] as Uint8Array) : Buffer.concat(kept);
    if (!isUtf8(bytes)) {
      lines.push({ number, problem: 'is not UTF-8' });
      return;
    }
    const text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('utf8');
    if (text.trim() !== '') lines.push({ number, text, ended });
  }
}
