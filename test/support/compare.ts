import { expect } from '@jest/globals';
import type { Answer } from '@gongji/application';

/** An answer as a case expects it: what it names must be equal, what it does not name is free (COMMANDS.md, Worked cases). */
export interface ExpectedAnswer {
  readonly commandId?: string;
  readonly ok: boolean;
  readonly result?: Fields;
  readonly error?: { readonly code: string };
}

interface Fields {
  readonly [name: string]: unknown;
}

/** Holds what it names and nothing else: a line that is not expected would be a payment too many. */
const WHOLE: ReadonlySet<string> = new Set(['payments']);

/** Fails with the first answer that is not as expected. */
export function expectAnswer(actual: Answer | undefined, expected: ExpectedAnswer): void {
  const about = `${String(actual?.commandId)}: ${JSON.stringify(actual?.ok === false ? actual.error : actual?.result)}`;
  expect({ about, ok: actual?.ok }).toEqual({ about, ok: expected.ok });
  if (expected.commandId !== undefined) expect(actual?.commandId).toBe(expected.commandId);
  if (actual?.ok === false) {
    if (expected.error !== undefined)
      expect({ about, code: actual.error.code }).toEqual({ about, code: expected.error.code });
    return;
  }
  if (expected.result === undefined) return;
  expect({ about, result: named(actual?.result, expected.result) }).toEqual({ about, result: expected.result });
}

/** The part of an answer that the expectation names, lists whole; an amount that the answer leaves out is "0.00". */
export function named(actual: unknown, expected: Fields): Fields {
  const fields = (typeof actual === 'object' && actual !== null ? actual : {}) as Fields;
  return Object.fromEntries(
    Object.entries(expected).map(([name, value]) => {
      const found = fields[name];
      const isPart = typeof value === 'object' && value !== null && !Array.isArray(value) && !WHOLE.has(name);
      if (isPart) return [name, named(found, value as Fields)];
      return [name, found === undefined && value === '0.00' ? '0.00' : found];
    }),
  );
}
