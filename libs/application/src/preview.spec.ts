import { afterEach, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { MemoryEventStore } from '@gongji/event-store';
import type { Answer } from './command.ts';
import type { Ledger } from './ledger.ts';
import {
  answersOf,
  enrol,
  given,
  hospital,
  ledgerWith,
  logOf,
  openOn,
  said,
  topUp,
  visit,
  type Step,
} from './testing/open-ledger.ts';

/** on-job, panzhihua art. 7: 200.00 deductible a year, 60% at tier 2. */
const PERSON = [hospital('H2'), enrol('P'), topUp('P', '100.00')];

let count = 0;

/** Answers one step under a commandId of its own. */
async function ask(ledger: Ledger, step: Step): Promise<Answer> {
  count += 1;
  const [answer] = await answersOf(ledger, [step], `ask-${String(count)}`);
  return answer as Answer;
}

function resultOf(answer: Answer): { readonly [field: string]: unknown } {
  if (!answer.ok) throw new Error(answer.error.message);
  return answer.result;
}

function tokenOf(answer: Answer): string {
  return resultOf(answer).token as string;
}

async function revisions(store: MemoryEventStore): Promise<number> {
  return (await logOf(store)).length;
}

const dry = (step: Step): Step => ({ ...step, dryRun: true });
const withToken = (step: Step, previewToken: string): Step => ({ ...step, previewToken });

afterEach(() => {
  count = 0;
});

describe('a dry run', () => {
  it('answers what the visit would pay, and writes nothing', async () => {
    const { ledger, store } = await ledgerWith(PERSON);
    const before = await logOf(store);
    const step = visit('P', 'V', '500.00', { account: {} });
    const preview = await ask(ledger, dry(step));
    // (500.00 - 200.00) x 60% = 180.00; the account pays its 100.00; 220.00 are left.
    expect(preview).toMatchObject({
      ok: true,
      dryRun: true,
      position: String(before.at(-1)?.position),
      result: { pooled: '180.00', account: '100.00', cash: '220.00' },
    });
    expect(await logOf(store)).toEqual(before);
    const settled = resultOf(await ask(ledger, step));
    const { token: _token, ...previewed } = resultOf(preview);
    expect(settled).toEqual(previewed);
  });

  it('leaves its commandId free, and answers first what a command that was carried out had answered', async () => {
    const { ledger } = await ledgerWith(PERSON);
    const step = visit('P', 'V', '500.00');
    const [preview, settled, again] = await answersOf(
      ledger,
      [dry(step), step, dry(step)].map((each) => ({ ...each, commandId: 'one' })),
    );
    expect(preview).toMatchObject({ ok: true, dryRun: true });
    expect(settled).toMatchObject({ ok: true, result: { pooled: '180.00' } });
    expect(settled).not.toHaveProperty('dryRun');
    expect(again).toEqual(settled);
  });

  it('sees the commands before it, and is not seen by those after it', async () => {
    const { ledger } = await ledgerWith(PERSON);
    const answers = await answersOf(ledger, [
      visit('P', 'V1', '200.00'),
      dry(visit('P', 'V2', '100.00')),
      dry(visit('P', 'V2', '100.00')),
      visit('P', 'V2', '100.00'),
    ]);
    expect(answers.map((answer) => resultOf(answer).pooled)).toEqual(['0.00', '60.00', '60.00', '60.00']);
  });

  it.each<[string, Step]>([
    [
      'an expense',
      {
        type: 'PayExpense',
        personId: 'P',
        expenseId: 'E',
        institutionId: 'H2',
        date: '2023-03-01',
        amount: '30.00',
        kind: 'medical',
      },
    ],
    ['a suspension', { type: 'SuspendEntitlement', personId: 'P', from: '2023-03-01' }],
    [
      'a publication',
      {
        type: 'PublishParameters',
        effectiveFrom: '2023-01-01',
        values: { averagePension: '4000.00' },
        basis: 'notice',
      },
    ],
    ['the closing of a year', { type: 'CloseYear', year: 2023 }],
  ])('can be asked for %s', async (_what, step) => {
    const { ledger, store } = await ledgerWith(PERSON);
    const before = await revisions(store);
    const tried = await ask(ledger, dry(step));
    expect(tried).toMatchObject({ ok: true, dryRun: true });
    expect(await revisions(store)).toBe(before);
    expect(resultOf(await ask(ledger, step))).toEqual(resultOf(tried));
  });

  it('is refused as the command would be', async () => {
    const { ledger } = await ledgerWith(PERSON);
    expect(said(await ask(ledger, dry(visit('nobody', 'V', '1.00'))))).toBe('unknown-person personId');
    expect(said(await ask(ledger, dry(visit('P', 'V', '1.00', { date: '2022-12-31' }))))).toBe(
      'policy-not-in-force date',
    );
  });
});

describe('the token of a preview', () => {
  const step = visit('P', 'V', '500.00', { account: {} });

  it('settles while nothing has moved, also after a restart', async () => {
    const { ledger, store } = await ledgerWith(PERSON);
    const token = tokenOf(await ask(ledger, dry(step)));
    const again = await openOn(store);
    count = 100;
    expect(await ask(again, withToken(step, token))).toMatchObject({ ok: true, result: { pooled: '180.00' } });
  });

  it('settles where the person moved and the amounts did not', async () => {
    const { ledger } = await ledgerWith(PERSON);
    const plain = visit('P', 'V', '500.00');
    const token = tokenOf(await ask(ledger, dry(plain)));
    await given(ledger, [topUp('P', '5.00', 'more')], 'moved');
    expect(said(await ask(ledger, withToken(plain, token)))).toBe('ok');
  });

  const moves: [string, Step, Step, string][] = [
    ["the person's accumulators", step, visit('P', 'other', '50.00'), 'pooled 210.00 instead of 180.00'],
    ["the person's account", step, topUp('P', '7.00', 'more'), 'account 107.00 instead of 100.00'],
    [
      "the owner's account",
      visit('P', 'V', '500.00', { account: { ownerId: 'O' } }),
      topUp('O', '3.00', 'more'),
      'account 53.00 instead of 50.00',
    ],
    [
      'the institution',
      step,
      { type: 'ChangeInstitutionTier', institutionId: 'H2', tier: 3, from: '2023-02-01' },
      'pooled 150.00 instead of 180.00',
    ],
    [
      'a local parameter',
      { ...step, programme: 'emergency-rescue' },
      {
        type: 'PublishParameters',
        effectiveFrom: '2023-02-01',
        values: { 'emergency-rescue.rate': '0.9' },
        basis: 'notice',
      },
      'pooled 450.00 instead of 400.00',
    ],
  ];

  it.each(moves)('preview-outdated: %s moved so that amounts differ', async (_what, asked, move, says) => {
    const { ledger, store } = await ledgerWith([
      ...PERSON,
      enrol('O'),
      topUp('O', '50.00'),
      { type: 'LinkFamilyMember', personId: 'O', memberId: 'P', relation: 'spouse', from: '2023-01-01' },
      {
        type: 'PublishParameters',
        effectiveFrom: '2023-01-01',
        values: { 'emergency-rescue.rate': '0.8' },
        basis: 'notice',
      },
    ]);
    const token = tokenOf(await ask(ledger, dry(asked)));
    await given(ledger, [move], 'moved');
    const before = await revisions(store);
    const answer = await ask(ledger, withToken(asked, token));
    expect(answer).toMatchObject({ ok: false, error: { code: 'preview-outdated', field: 'previewToken' } });
    expect((answer as Extract<Answer, { ok: false }>).error.message).toContain(says);
    expect(await revisions(store)).toBe(before);
    const anew = tokenOf(await ask(ledger, dry(asked)));
    expect(said(await ask(ledger, withToken(asked, anew)))).toBe('ok');
  });

  it('belongs to one visit', async () => {
    const { ledger } = await ledgerWith([...PERSON, enrol('Q')]);
    const token = tokenOf(await ask(ledger, dry(step)));
    for (const other of [
      { ...step, total: '501.00' },
      { ...step, visitId: 'W' },
      { ...step, personId: 'Q' },
    ]) {
      expect(said(await ask(ledger, withToken(other, token)))).toBe('invalid-command previewToken');
    }
  });

  it('of another ledger is none', async () => {
    const one = await ledgerWith(PERSON);
    const other = await ledgerWith([hospital('H2'), enrol('P', { from: '2022-07-01' }), topUp('P', '100.00')]);
    const token = tokenOf(await ask(one.ledger, dry(step)));
    expect(said(await ask(other.ledger, withToken(step, token)))).toBe('invalid-command previewToken');
  });

  it('that was changed anywhere is refused, naming the field', async () => {
    const { ledger } = await ledgerWith(PERSON);
    const token = tokenOf(await ask(ledger, dry(step)));
    await fc.assert(
      fc.asyncProperty(fc.nat(token.length - 2), fc.constantFrom('A', 'x', '7', '.'), async (at, letter) => {
        fc.pre(token[at] !== letter);
        const forged = token.slice(0, at) + letter + token.slice(at + 1);
        const read = await ask(ledger, dry(withToken(step, forged))).catch((error: unknown) => String(error));
        if (typeof read === 'string') expect(read).toContain('previewToken must be the token of a preview');
        else expect(said(read)).toBe('invalid-command previewToken');
      }),
      { numRuns: 60 },
    );
  });
});
