import { createReadStream } from 'node:fs';
import { once } from 'node:events';
import { openLedger, type LedgerPlace } from '@gongji/api';
import { runCommands, type RunReport } from '@gongji/application';

/** Where answers go: standard output, or a stand-in in a test. */
export interface Output {
  write(text: string): boolean;
  once(event: 'drain', listener: () => void): unknown;
}

/** Answers are written in pieces of about this many characters. */
const PIECE = 64 * 1024;
/** So many may wait for the output: the answers of a few groups, lest each group should wait for those of the one before to be written. */
const MOST_UNTAKEN = 16 * PIECE;

/**
 * `gongji run FILE|-`: carries a command file out and writes one answer a line.
 *
 * @returns the exit status: 0, or 2 when a line was not JSON or not a known command.
 */
export async function run(file: string, place: LedgerPlace, output: Output = process.stdout): Promise<number> {
  const input = file === '-' ? process.stdin : createReadStream(file, { highWaterMark: 256 * 1024 });
  if (file !== '-') await once(input, 'open');
  const progress = (message: string): void => {
    process.stderr.write(`${message}\n`);
  };
  const opened = await openLedger(place, { progress });
  try {
    const report = await answerAll(input, opened.ledger, output);
    return report.unreadable > 0 ? 2 : 0;
  } finally {
    await opened.close();
  }
}

async function answerAll(
  input: AsyncIterable<Uint8Array>,
  ledger: Parameters<typeof runCommands>[1],
  output: Output,
): Promise<RunReport> {
  let piece = '';
  /** Characters that were handed over since whoever takes them last said that there is room. */
  let untaken = 0;
  let draining: Promise<void> | undefined;
  const hand = (): void => {
    const text = piece;
    piece = '';
    if (text === '') return;
    untaken += text.length;
    if (output.write(text)) untaken = 0;
    else draining ??= drained();
  };
  const drained = (): Promise<void> =>
    new Promise((resolve) => {
      output.once('drain', () => {
        draining = undefined;
        untaken = 0;
        resolve();
      });
    });
  const pending = setInterval(hand, 20); // an answer must not wait for a piece to fill when commands come slowly
  try {
    return await runCommands(input, ledger, (answer) => {
      piece += `${answer}\n`;
      if (piece.length >= PIECE) hand();
      return untaken < MOST_UNTAKEN ? undefined : draining; // whoever takes the answers is slower than the ledger: let it catch up
    });
  } finally {
    clearInterval(pending);
    hand();
    await draining;
  }
}
