import type { RefusalCode } from '@gongji/core';
import type { Answer, Command } from '../command.ts';
import { readCommand } from '../forms/read-command.ts';
import { linesOf, type Line } from './lines.ts';

/** Who carries commands out: the ledger, or a stand-in in a test. */
export interface Submits {
  submit(command: Command): Promise<Answer>;
}

export interface RunReport {
  readonly lines: number;
  readonly accepted: number;
  readonly refused: number;
  /** Lines that were no JSON or no known command: the run then ends with status 2. */
  readonly unreadable: number;
}

/** So many commands are under way at most: enough to fill groups, few enough to keep memory flat. */
const MOST_UNDER_WAY = 1024;

/**
 * Carries out a file of commands, one JSON object a line, and hands over one answer a line in the same order. What is refused or
 * unreadable changes nothing and does not stop the file.
 *
 * @param answered gets the JSON text of each answer; it may wait, which slows the reading down.
 * @throws StoreUnavailable when the store failed; answers up to the failing command were handed over.
 */
export async function runCommands(
  chunks: AsyncIterable<Uint8Array>,
  ledger: Submits,
  answered: (answer: string) => void | Promise<void>,
): Promise<RunReport> {
  const report = { lines: 0, accepted: 0, refused: 0, unreadable: 0 };
  const underWay: Promise<Answer>[] = [];
  let first = 0;
  const answerNext = async (): Promise<void> => {
    const answer = await (underWay[first] as Promise<Answer>);
    first += 1;
    if (answer.ok) report.accepted += 1;
    else report.refused += 1;
    await answered(JSON.stringify(answer));
  };
  for await (const lines of linesOf(chunks)) {
    for (const line of lines) {
      report.lines += 1;
      const started = start(line, ledger, report);
      started.catch(() => undefined); // it is awaited in its turn; until then it must not count as unhandled
      underWay.push(started);
      if (underWay.length - first >= MOST_UNDER_WAY) await answerNext();
    }
    if (first > MOST_UNDER_WAY) {
      void underWay.splice(0, first); // they were awaited
      first = 0;
    }
  }
  while (first < underWay.length) await answerNext();
  return report;
}

function start(line: Line, ledger: Submits, report: { unreadable: number }): Promise<Answer> {
  const parsed = parse(line);
  if (typeof parsed === 'string') {
    report.unreadable += 1;
    return Promise.resolve(invalid(line.number, null, { message: parsed }));
  }
  const read = readCommand(parsed.value);
  if (read.ok) return ledger.submit(read.command);
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
