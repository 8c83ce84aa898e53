import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { linesOf, LONGEST_LINE, type Line } from './lines.ts';

async function* chunksOf(chunks: readonly Uint8Array[]): AsyncIterable<Uint8Array> {
  yield* chunks;
}

async function read(...chunks: readonly (string | Uint8Array)[]): Promise<readonly Line[]> {
  const lines: Line[] = [];
  for await (const page of linesOf(chunksOf(chunks.map((chunk) => Buffer.from(chunk as string))))) lines.push(...page);
  return lines;
}

/** "1: text", with what is wrong in brackets. */
function shown(lines: readonly Line[]): readonly string[] {
  return lines.map((line) =>
    'problem' in line
      ? `${line.number}: (${line.problem})`
      : `${line.number}: ${line.text}${line.ended ? '' : ' (no end)'}`,
  );
}

describe('bytes are split into lines', () => {
  test.each<readonly [title: string, file: string | Uint8Array, lines: readonly string[]]>([
    ['none', '', []],
    ['one', 'a\n', ['1: a']],
    ['the last one without an end', 'a\nb', ['1: a', '2: b (no end)']],
    ['CRLF is white space at the end', 'a\r\nb\r\n', ['1: a\r', '2: b\r']],
    ['blank lines are counted and passed over', '\n\na\n \t\n\r\nb\n', ['3: a', '6: b']],
    ['only blank lines', '\n\n \n', []],
    ['Chinese and an emoji', '张三\n😀\n', ['1: 张三', '2: 😀']],
    [
      'bytes that are no UTF-8',
      Buffer.from([0x61, 0x0a, 0xff, 0xfe, 0x0a, 0x62, 0x0a]),
      ['1: a', '2: (is not UTF-8)', '3: b'],
    ],
    ['half a character at the end', Buffer.from('张').subarray(0, 2), ['1: (is not UTF-8)']],
    ['GBK', Buffer.from([0xd5, 0xc5, 0x0a]), ['1: (is not UTF-8)']],
  ])('%s', async (_title, file, lines) => {
    expect(shown(await read(file))).toEqual(lines);
  });

  test('wherever the chunks are cut', async () => {
    const text = fc.array(fc.constantFrom('a', '张', '😀', '\n', '\r\n', ' ', '{"x":1}'), { maxLength: 30 });
    await fc.assert(
      fc.asyncProperty(text, fc.array(fc.nat(60)), async (parts, places) => {
        const bytes = Buffer.from(parts.join(''));
        const cuts = [0, ...places.filter((at) => at <= bytes.length).sort((a, b) => a - b), bytes.length];
        const chunks = cuts.slice(1).map((end, at) => bytes.subarray(cuts[at], end));
        expect(await read(...chunks)).toEqual(await read(bytes));
      }),
    );
  });

  test('byte by byte', async () => {
    const bytes = Buffer.from('张三\r\n\n😀\nlast');
    expect(shown(await read(...[...bytes].map((byte) => Uint8Array.of(byte))))).toEqual(shown(await read(bytes)));
  });
});

describe('a line that is far too long', () => {
  const tooLong = `is longer than ${String(LONGEST_LINE)} bytes`;

  test.each([
    ['as long as a line may be', LONGEST_LINE, false],
    ['a byte longer', LONGEST_LINE + 1, true],
    ['ten megabytes', 10 * 1024 * 1024, true],
  ])('%s', async (_title, length, refused) => {
    const [first, second] = await read('x'.repeat(length), '\nb\n');
    expect('problem' in first! && first.problem === tooLong).toBe(refused);
    expect(second).toEqual({ number: 2, text: 'b', ended: true });
  });

  test('is passed over without being kept, however long it is', async () => {
    const chunk = Buffer.alloc(1024 * 1024, 'x');
    const before = process.memoryUsage().arrayBuffers;
    let most = 0;
    async function* endless(): AsyncIterable<Uint8Array> {
      for (let at = 0; at < 200; at += 1) {
        yield at % 2 === 0 ? chunk : Buffer.from(chunk);
        most = Math.max(most, process.memoryUsage().arrayBuffers - before);
        if (at % 20 === 0) globalThis.gc?.();
      }
      yield Buffer.from('\nb\n');
    }
    const lines: Line[] = [];
    for await (const page of linesOf(endless())) lines.push(...page);
    expect(shown(lines)).toEqual([`1: (${tooLong})`, '2: b']);
    expect(most).toBeLessThan(150 * 1024 * 1024);
  });

  test('at the end of the file', async () => {
    expect(shown(await read('a\n', 'x'.repeat(LONGEST_LINE + 1)))).toEqual(['1: a', `2: (${tooLong})`]);
  });
});
