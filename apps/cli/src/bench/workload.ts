import { createWriteStream } from 'node:fs';
import { once } from 'node:events';
import { finished } from 'node:stream/promises';

/** A region whose document stays in force and needs no local parameter for ordinary care: ten years can be told under it. */
export const REGION = 'shangrao';

/** The year in which the workload begins. */
export const YEAR = 2023;

const INSTITUTIONS = 20;

interface Step {
  readonly type: string;
  readonly [field: string]: unknown;
}

/** A command; its id says what it does, so the same workload always has the same ids. */
function command(commandId: string, step: Step): string {
  return `${JSON.stringify({ commandId, region: REGION, ...step })}\n`;
}

/** Numbers that look random and are the same in every run. */
function* numbers(seed: number): Generator<number, never> {
  for (let state = seed; ;) {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    yield state / 2 ** 32;
  }
}

/** Hospitals of every tier, from the year on. */
export function* institutions(year: number): Generator<string> {
  for (let at = 0; at < INSTITUTIONS; at += 1) {
    yield command(`institution-${String(at)}`, {
      type: 'DesignateInstitution',
      institutionId: `H${String(at)}`,
      name: `第${String(at)}医院`,
      kind: 'medical',
      tier: 1 + (at % 3),
      outpatientPooling: true,
      from: `${String(year)}-01-01`,
    });
  }
}

/** People with money in their accounts, a third of them retired. `group` keeps the ids of several groups apart. */
export function* people(group: string, count: number, year: number): Generator<string> {
  for (let at = 0; at < count; at += 1) {
    const personId = `${group}${String(at)}`;
    const retired = at % 3 === 0;
    yield command(`enrol-${personId}`, {
      type: 'EnrolPerson',
      personId,
      birthDate: retired ? '1950-06-15' : '1985-06-15',
      employment: retired ? 'retired' : 'on-job',
      plan: 'pooled-and-account',
      from: `${String(year)}-01-01`,
    });
    yield command(`credit-${personId}`, {
      type: 'AdjustAccount',
      personId,
      adjustmentId: 'opening',
      direction: 'credit',
      amount: '3000.00',
      reason: 'opening balance',
      date: `${String(year)}-01-02`,
    });
  }
}

export interface Visits {
  readonly group: string;
  readonly people: number;
  /** How many visits in all; they go round the people, each at another day and place. */
  readonly count: number;
  readonly year: number;
  /** Distinguishes the visits of several such series. */
  readonly series: string;
}

/** Ordinary visits through a year; every second one is paid from the account as far as it goes. */
export function* visits({ group, people: persons, count, year, series }: Visits): Generator<string> {
  const random = numbers(persons + count);
  for (let at = 0; at < count; at += 1) {
    // A step that shares no factor with most sizes: neighbours in the file are different people, as at a counter.
    const personId = `${group}${String((at * 7919) % persons)}`;
    const total = 50 + Math.floor(random.next().value * 45_000) / 100;
    const inScope = Math.floor(total * (70 + random.next().value * 30)) / 100;
    const day = Math.floor((at / count) * 28 * 12);
    yield command(`visit-${series}-${String(at)}`, {
      type: 'SettleVisit',
      visitId: `V-${series}-${String(at)}`,
      personId,
      institutionId: `H${String(Math.floor(random.next().value * INSTITUTIONS))}`,
      date: `${String(year)}-${two(1 + Math.floor(day / 28))}-${two(1 + (day % 28))}`,
      total: total.toFixed(2),
      inScope: inScope.toFixed(2),
      ...(at % 2 === 0 ? { account: {} } : {}),
    });
  }
}

/** Closes the books of a year for everybody. */
export function* carryOver(year: number): Generator<string> {
  yield command(`carry-over-${String(year)}`, { type: 'CarryOverYear', year });
}

function two(value: number): string {
  return String(value).padStart(2, '0');
}

/** Writes commands to a file, one a line. @returns how many. */
export async function writeCommands(file: string, ...parts: readonly Iterable<string>[]): Promise<number> {
  const output = createWriteStream(file);
  let lines = 0;
  let piece = '';
  for (const part of parts) {
    for (const line of part) {
      lines += 1;
      piece += line;
      if (piece.length < 64 * 1024) continue;
      if (!output.write(piece)) await once(output, 'drain');
      piece = '';
    }
  }
  output.end(piece);
  await finished(output);
  return lines;
}
