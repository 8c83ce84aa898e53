import { expect } from '@jest/globals';
import type { RecordedEvent } from '@gongji/event-store';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { commandFile } from './command-file.ts';
import { endState, type EndState } from './end-state.ts';
import { gongji } from './gongji.ts';

/** A command file that was carried out without any disturbance, and what disturbed runs are held against. */
export class Undisturbed {
  private constructor(
    /** A folder for whatever a test needs, gone with `remove`. */
    readonly base: string,
    readonly file: string,
    readonly answers: readonly string[],
    readonly end: EndState,
  ) {}

  static async run(): Promise<Undisturbed> {
    const base = await mkdtemp(join(tmpdir(), 'gongji-fault-'));
    const file = join(base, 'commands.ndjson');
    await writeFile(file, (await commandFile()).map((line) => `${line}\n`).join(''));
    const store = join(base, 'undisturbed');
    const { status, lines } = await gongji({ file, store });
    const refused = lines.filter((line) => line.includes('"ok":false')).length;
    expect({ status, refused }).toEqual({ status: 0, refused: 3 });
    return new Undisturbed(base, file, lines, await endState(store, 'zibo'));
  }

  remove(): Promise<void> {
    return rm(this.base, { recursive: true, force: true });
  }

  /** Nothing that was answered once is answered otherwise later. */
  checkAnswers(lines: readonly string[]): void {
    const at = lines.findIndex((line, index) => line !== this.answers[index]);
    expect(at === -1 ? 'as before' : lines[at]).toBe(at === -1 ? 'as before' : this.answers[at]);
  }

  /** What a disturbed run left behind is the beginning of the undisturbed log, whole groups of it, byte for byte. */
  checkBeginning(log: readonly RecordedEvent[]): void {
    const whole = this.end.log;
    expect(log.findIndex((event, at) => !isSame(event, whole[at]))).toBe(-1);
    const [last, next] = [log.at(-1), whole[log.length]];
    if (last === undefined || next === undefined || isOfProcess(last)) return;
    expect(commandOf(last)).not.toBe(commandOf(next));
  }

  /** A run that came to its end at last: the log, every view, the balances. */
  async checkEnd(folder: string): Promise<void> {
    const { log, views, balances, holds } = await endState(folder, 'zibo');
    const { end } = this;
    const expected = { views: end.views, balances: end.balances, holds: [], events: end.log.length };
    expect({ views, balances, holds, events: log.length }).toEqual(expected);
    this.checkBeginning(log);
  }
}

function isSame(one: RecordedEvent, other: RecordedEvent | undefined): boolean {
  const { data, metadata, eventId, type, stream, position, revision } = one;
  const place = stream === other?.stream && position === other.position && revision === other.revision;
  return (
    place && type === other.type && eventId === other.eventId && data === other.data && metadata === other.metadata
  );
}

function commandOf({ metadata }: RecordedEvent): string {
  return (JSON.parse(metadata) as { readonly commandId: string }).commandId;
}

/** A region-wide command is not one group: it is finished when the ledger is opened again. */
function isOfProcess(event: RecordedEvent): boolean {
  return /CreditMonth|CarryOverYear/.test(commandOf(event));
}
