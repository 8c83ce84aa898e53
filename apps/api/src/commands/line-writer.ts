import { once } from 'node:events';
import type { Writable } from 'node:stream';

/** So many characters are handed on at once: a packet a line would cost more than deciding the command. */
const ENOUGH = 64 * 1024;

/** Writes lines to a stream, gathered into large pieces, and waits when the reader at its end is slow. */
export class LineWriter {
  private gathered = '';
  private scheduled = false;

  constructor(private readonly out: Writable) {}

  /** @returns a promise when the caller should wait before the next line. @throws when the reader has gone away. */
  write(line: string): void | Promise<void> {
    this.gathered += `${line}\n`;
    if (this.gathered.length >= ENOUGH) return this.flush();
    if (this.scheduled) return;
    this.scheduled = true;
    // What is answered in this turn goes out together; nothing waits longer than that.
    setImmediate(() => {
      this.scheduled = false;
      if (!this.out.destroyed) this.hand();
    });
  }

  async flush(): Promise<void> {
    if (this.out.destroyed) throw new Error('The reader of the answers has gone away.');
    if (this.hand()) return;
    const gone = new AbortController();
    const abort = (): void => {
      gone.abort();
    };
    this.out.once('close', abort);
    try {
      await once(this.out, 'drain', { signal: gone.signal });
    } finally {
      this.out.off('close', abort);
    }
  }

  /** Writes the rest and ends the stream. */
  end(): void {
    this.hand();
    this.out.end();
  }

  private hand(): boolean {
    if (this.gathered === '') return true;
    const piece = this.gathered;
    this.gathered = '';
    return this.out.write(piece);
  }
}
