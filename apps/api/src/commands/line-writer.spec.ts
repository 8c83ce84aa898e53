import { once } from 'node:events';
import { PassThrough } from 'node:stream';
import { describe, expect, it } from '@jest/globals';
import { LineWriter } from './line-writer.ts';

const LONG = 'x'.repeat(70_000);

describe('LineWriter', () => {
  it('hands lines of one turn over together', async () => {
    const out = new PassThrough();
    const writer = new LineWriter(out);
    void writer.write('a');
    void writer.write('b');
    const [piece] = (await once(out, 'data')) as [Buffer];
    expect(String(piece)).toBe('a\nb\n');
  });

  it('waits for a slow reader', async () => {
    const out = new PassThrough();
    const waiting = new LineWriter(out).write(LONG);
    expect(out.writableNeedDrain).toBe(true);
    out.resume();
    await waiting;
    expect(out.writableNeedDrain).toBe(false);
  });

  it('fails when the reader goes away while it waits, and after', async () => {
    const out = new PassThrough();
    const writer = new LineWriter(out);
    const waiting = writer.write(LONG);
    out.destroy();
    await expect(waiting).rejects.toThrow();
    await expect(writer.write(LONG)).rejects.toThrow('gone away');
  });

  it('writes the rest at the end', async () => {
    const out = new PassThrough();
    const writer = new LineWriter(out);
    void writer.write('last');
    writer.end();
    expect(String(Buffer.concat((await out.toArray()) as Buffer[]))).toBe('last\n');
  });
});
