import type { RefusalCode } from '@gongji/core';
import type { Answer, Command } from '../command.ts';
import { readCommand } from '../forms/read-command.ts';
import { Sequence } from '../writer/item.ts';
import { linesOf, type Line } from './lines.ts';

/** Who carries commands out: the ledger, or a stand-in in a test. */
export interface Submits {
  submit(command: Command, sequence: Sequence): Promise<Answer>;
}

export interface RunReport {
  readonly lines: number;
  readonly accepted: number;
  readonly refused: number;
  /** Lines that were no JSON or no known command: the run then ends with status 2. */
  readonly unreadable: number;
}

/**
 * So many commands are under way at most: two groups, one that is written and one that is decided. More would fill no
 * group better, and what lives longer than the garbage collector's first generations costs twice. Reading goes on when so few are left
 * that a whole group can be added: added one by one, they would be written in groups of half the size.
 */
const MOST_UNDER_WAY = 512;
const FEW_UNDER_WAY = MOST_UNDER_WAY / 2;

/**
 * Carries out a file of commands, one JSON object a line, and hands over one answer a line in the same order, each as soon as it and
 * those before it are there: who waits for an answer before sending the next line gets it. What is refused or unreadable changes
 * nothing and does not stop the file.
 *
 * @param answered gets the JSON text of each answer; it may wait, which slows the reading down.
 * @throws StoreUnavailable when the store failed; answers up to the failing command were handed over, and none after it is carried out.
 */
export async function runCommands(
  chunks: AsyncIterable<Uint8Array>,
  ledger: Submits,
  answered: (answer: string) => void | Promise<void>,
): Promise<RunReport> {
  const report = { lines: 0, accepted: 0, refused: 0, unreadable: 0 };
  const answers = new AnswersInOrder((answer) => {
    if (answer.ok) report.accepted += 1;
    else report.refused += 1;
    return answered(JSON.stringify(answer));
  });
  const sequence = new Sequence();
  const pages = linesOf(chunks)[Symbol.asyncIterator]();
  try {
    for (;;) {
      const page = await answers.orFailure(pages.next());
      if (page.done === true) break;
      for (const line of page.value) {
        report.lines += 1;
        answers.expect(start(line, (command) => ledger.submit(command, sequence), report));
        if (answers.underWay >= MOST_UNDER_WAY) await answers.atMost(FEW_UNDER_WAY);
      }
    }
    await answers.atMost(0);
    return report;
  } catch (error) {
    pages.return?.().catch(() => undefined); // lets the input go; it may be waiting for bytes that never come
    throw error;
  }
}

/** Hands answers over in the order of their questions, beside the reading. */
class AnswersInOrder {
  private failed: { readonly error: unknown } | undefined;
  private interrupt: ((error: unknown) => void) | undefined;
  private expected: Promise<Answer>[] = [];
  private handing: Promise<void> | undefined;
  private waiting: { readonly most: number; readonly resolve: () => void } | undefined;
  private left = 0;

  constructor(private readonly hand: (answer: Answer) => void | Promise<void>) {}

  get underWay(): number {
    return this.left;
  }

  expect(answer: Promise<Answer>): void {
    answer.catch(() => undefined); // it is awaited in its turn; until then it must not count as unhandled
    this.expected.push(answer);
    this.left += 1;
    this.handing ??= this.handAll();
  }

  /** Resolves when no more than so many answers are outstanding. */
  async atMost(most: number): Promise<void> {
    if (this.left <= most) return;
    const handed = new Promise<void>((resolve) => {
      this.waiting = { most, resolve };
    });
    await this.orFailure(handed);
  }

  /**
   * What is awaited; rejects as soon as an answer cannot be had or handed over, even while the input is silent. One at a time. A race with
   * a promise of failure would not do: until that settles it keeps whatever was ever raced with it, every line of the file.
   */
  orFailure<T>(awaited: Promise<T>): Promise<T> {
    return new Promise((resolve, reject) => {
      this.interrupt = reject;
      awaited.then(resolve, reject);
      if (this.failed !== undefined) this.interrupt(this.failed.error);
    });
  }

  private fail(error: unknown): void {
    this.failed = { error };
    this.interrupt?.(error);
  }

  private async handAll(): Promise<void> {
    try {
      while (this.expected.length > 0) {
        const page = this.expected;
        this.expected = [];
        for (const answer of page) {
          const handed = this.hand(await answer);
          if (handed !== undefined) await handed;
          this.left -= 1;
          if (this.waiting !== undefined && this.left <= this.waiting.most) this.waiting.resolve();
        }
      }
      this.handing = undefined;
    } catch (error) {
      this.fail(error);
    }
  }
}

function start(
  line: Line,
  submit: (command: Command) => Promise<Answer>,
  report: { unreadable: number },
): Promise<Answer> {
  const parsed = parse(line);
  if (typeof parsed === 'string') {
    report.unreadable += 1;
    return Promise.resolve(invalid(line.number, null, { message: parsed }));
  }
  const read = readCommand(parsed.value);
  if (read.ok) return submit(read.command);
  if (!read.known) report.unreadable += 1;
  return Promise.resolve(invalid(line.number, read.commandId ?? null, read.refusal));
}

/** The line as JSON, or the sentence that says why it is none. */
function parse(line: Line): { readonly value: unknown } | string {
  if ('problem' in line) return `Line ${String(line.number)} ${line.problem}.`;
  try {
    return { value: JSON.parse(line.text) as unknown };
  } catch {
    const hint = line.ended ? '' : ' It is the last line and has no end: the file may be truncated.';
    return `Line ${String(line.number)} is not JSON.${hint}`;
  }
}

function invalid(
  line: number,
  commandId: string | null,
  refusal: { readonly message: string; readonly code?: RefusalCode; readonly field?: string },
): Answer {
  const { code = 'invalid-command', message, field } = refusal;
  return {
    commandId,
    ok: false,
    error: {
      code,
      message,
      ...(field === undefined ? {} : { field }),
      ...(code === 'invalid-command' ? { line } : {}),
    },
  };
}
