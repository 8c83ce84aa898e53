import { expect, test } from '@jest/globals';
import type { Answer } from '@gongji/application';
import { fileURLToPath } from 'node:url';
import type { Step } from './commands.ts';
import { expectAnswer } from './compare.ts';
import { answersOf } from './test-ledger.ts';

/** A refusal that an example expects, and what its article must name. */
export interface ExpectedRefusal {
  readonly refused: string;
  readonly article?: string;
}

export type Expected = ExpectedRefusal | { readonly [field: string]: unknown };

/** What a clerk can check by hand: title, what happens (the last step is what is asked), the working, the answer. */
export type Example = readonly [title: string, given: readonly Step[], working: string, expected: Expected];

export interface ExampleTable {
  readonly region: string;
  /** File that holds the table. */
  readonly file: string;
  /** Institutions and parameters that stand before every example. */
  readonly world: readonly Step[];
  readonly examples: readonly Example[];
}

/** Every table of the files that were imported: coverage-of-rows.spec.ts runs them once more and looks which rows they ask. */
export const TABLES_OF_EXAMPLES: ExampleTable[] = [];

/**
 * A table of examples: each is a test of the file in which it stands. A file that is imported by another spec only adds to
 * TABLES_OF_EXAMPLES.
 *
 * @param url import.meta.url of the file.
 */
export function examples(
  url: string,
  { region, world }: { readonly region: string; readonly world: readonly Step[] },
  table: readonly Example[],
): void {
  const file = fileURLToPath(url);
  TABLES_OF_EXAMPLES.push({ region, file, world, examples: table });
  if (expect.getState().testPath !== file) return;
  test.each(table.map(([title, given, working, expected]) => [title, working, given, expected] as const))(
    '%s: %s',
    async (_title, _working, given, expected) => {
      const steps = [...world, ...given];
      const answers = await answersOf(steps.map((step, at) => commandOf(step, at, region)));
      answers.slice(0, -1).forEach((answer) => {
        expectAnswer(answer, { ok: true });
      });
      expectLast(answers.at(-1), expected);
    },
  );
}

export function refused(code: string, article?: string): ExpectedRefusal {
  return { refused: code, ...(article === undefined ? {} : { article }) };
}

function expectLast(answer: Answer | undefined, expected: Expected): void {
  if ('refused' in expected) {
    expectAnswer(answer, { ok: false, error: { code: expected.refused as string } });
    if (answer?.ok === false && expected.article !== undefined)
      expect(answer.error.article).toContain(expected.article);
    return;
  }
  expectAnswer(answer, { ok: true, result: expected });
  if (answer?.ok === true && 'pooled' in answer.result && 'cash' in answer.result && 'total' in answer.result) {
    expectParts(answer.result as unknown as Parts);
  }
}

interface Parts {
  readonly total: string;
  readonly pooled: string;
  readonly account: string;
  readonly cash: string;
  readonly payments: { readonly [line: string]: string };
}

/** The parts of a settlement always add up to the whole. */
function expectParts({ total, pooled, account, cash, payments }: Parts): void {
  expect(fen(pooled) + fen(account) + fen(cash)).toBe(fen(total));
  expect(Object.values(payments).reduce((sum, line) => sum + fen(line), 0)).toBe(fen(pooled));
}

function fen(amount: string): number {
  return Number(amount.replace('.', ''));
}

/** What COMMANDS.md asks of the commands that concern a person. */
const OF_NO_PERSON = new Set([
  'PublishParameters',
  'ApproveClaim',
  'RejectClaim',
  'DesignateInstitution',
  'ChangeInstitutionTier',
  'AssignAgency',
  'SuspendDesignation',
  'ResumeDesignation',
  'EndDesignation',
  'CreditMonth',
  'CarryOverYear',
  'CloseYear',
  'CloseMonth',
  'RecordReconciliation',
  'ResolveReconciliationItem',
  'SetBudget',
  'PayInstitution',
  'AgreeContract',
  'RecordAssessment',
  'PayPrepayment',
  'ClearInstitution',
  'ApprovePayment',
  'OpenCase',
  'DecideCase',
  'HandOverCase',
  'RecordRecovery',
  'RecordPayment',
  'GetFund',
]);

/** The whole command of a step. */
export function commandOf(step: Step, at: number, region: string): { readonly [field: string]: unknown } {
  return {
    commandId: `c-${String(at + 1)}`,
    region,
    ...(OF_NO_PERSON.has(step.type) ? {} : { personId: 'P' }),
    ...(step.type === 'SettleVisit' ? { visitId: `V${String(at + 1)}` } : {}),
    ...step,
  };
}
