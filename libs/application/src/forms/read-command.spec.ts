import { describe, expect, test } from '@jest/globals';
import { validateSync } from 'class-validator';
import fc from 'fast-check';
import { fieldsOf, type FieldKind, type Form } from './field.ts';
import { FORMS, type CommandType } from './forms.ts';
import { readCommand, type ReadCommand } from './read-command.ts';

/** What each kind of field takes, and what it does not. */
const KINDS: { readonly [kind: string]: { readonly right: readonly unknown[]; readonly wrong: readonly unknown[] } } = {
  isLedgerId: {
    right: ['P1', '张三', 'a b', 'x'.repeat(128)],
    wrong: ['', ' a', 'a ', 'a\n', 'a\u0000b', 'x'.repeat(129), '\ud800', 7],
  },
  isPaymentId: {
    right: ['H1-2023-03-1', 'x'.repeat(146)],
    wrong: ['', ' a', 'a\n', 'x'.repeat(147), 7],
  },
  isWords: { right: ['a reason', '原因'], wrong: ['', 'x'.repeat(1001), '\udc00', 7] },
  isAmount: {
    right: ['0', '450', '450.5', '450.00'],
    wrong: [450, '450.005', '-1.00', '', '1e3', '01', ' 1', '1,000', 'NaN'],
  },
  isRate: { right: ['0', '0.05', '1', '1.0000'], wrong: [0.05, '0.00005', '1.1', '-0.1', '.5', '5%', ''] },
  isPlainDate: {
    right: ['2024-02-29', '2023-12-31'],
    wrong: ['2023-02-29', '2023-02-30', '2023-13-01', '2023-1-1', '20230101', '', 20230101],
  },
  isFirstOfMonth: { right: ['2024-02-01'], wrong: ['2024-02-02', '2024-02', '2024-13-01', '2024-2-01', '', 20240201] },
  isPlainMonth: { right: ['2023-03'], wrong: ['2023-13', '2023-00', '2023-3', '2023-03-01', 202303] },
  isPlainTime: {
    right: ['00:00', '14:05', '23:59:59'],
    wrong: ['24:00', '14:60', '9:05', '14:05:60', '2023-03-01T14:05', '14:05 ', '', 845, null],
  },
  isPlainDateTime: {
    right: ['2023-03-01T08:00'],
    wrong: ['2023-03-01', '2023-02-30T08:00', '2023-03-01T24:00', '2023-03-01T08:60', '2023-03-01 08:00'],
  },
  isYear: { right: [2023], wrong: ['2023', 2023.5, 1899, 3000, NaN] },
  isTier: { right: [1, 2, 3], wrong: [0, 4, '1', 1.5] },
  isFlag: { right: [true, false], wrong: ['true', 0, 1] },
  isArea: { right: ['510400'], wrong: ['5104', '5104000', '51040a', 510400] },
  isOneOf: { right: [], wrong: ['nothing of the kind', '', 'constructor', 1] },
  isParameterValues: {
    right: [{ averagePension: '4000.00' }],
    wrong: [{}, { averagePension: 4000 }, { averagePension: '' }, [], 'x'],
  },
  isSignedAmount: { right: ['0', '-450.5', '450.00'], wrong: [450, '-450.005', '--1', '-0', '', '-', '01'] },
  isWhole: { right: [0, 7], wrong: [-1, 1.5, '1', NaN] },
  isTrue: { right: [true], wrong: [false, 'true', 1] },
  isDigest: { right: ['a'.repeat(64)], wrong: ['a'.repeat(63), 'A'.repeat(64), 'g'.repeat(64), 1] },
  isLogPosition: { right: ['0', '123'], wrong: ['-1', '01', '1.5', '', 123] },
  isList: { right: [[]], wrong: ['x', {}, 1, Array.from({ length: 1001 }, () => ({}))] },
  isObject: { right: [{}], wrong: [[], 'x', 1] },
  isPositionOrInstant: {
    right: ['123', '2023-08-01T00:00:00Z', '2023-08-01T08:00:00+08:00'],
    wrong: ['2023-08-01', '-1', '1.5', 123, '2023-08-01T25:00:00Z'],
  },
  isPreviewToken: {
    right: [`eyJ4IjoxfQ.${'a'.repeat(43)}`],
    wrong: ['', 'a', `.${'a'.repeat(43)}`, `eyJ4IjoxfQ.${'a'.repeat(42)}`, `ey=.${'a'.repeat(43)}`, 1],
  },
};
/** No field takes these. */
const NEVER: readonly unknown[] = [null, [], ['x']];

/** Fields that depend on another one: see below, fields that contradict each other. */
const DEPENDENT = new Set([
  'DesignateInstitution.kind',
  'DesignateInstitution.hostInstitutionId',
  'GetFund.to',
  'RecordReconciliation.to',
  'AgreeContract.method',
  ...['yearlyBudget', 'perHead', 'heads', 'perCase'].map((field) => `AgreeContract.${field}`),
  ...['year', 'deductionRate'].map((field) => `RecordAssessment.${field}`),
]);

/** Fields that may be left out of other commands of the type only. */
const NEEDED = new Set(['DesignateInstitution.tier', 'RecordAssessment.month']);

const TYPES = Object.keys(FORMS) as CommandType[];

function rightOf(kind: FieldKind): readonly unknown[] {
  if (kind.members !== undefined) {
    const needed = [...kind.members()].filter(([, { optional }]) => !optional);
    return [Object.fromEntries(needed.map(([name, { kind: of }]) => [name, rightOf(of)[0]]))];
  }
  if (kind.entries !== undefined && kind.schema.minItems === 1) return [[rightOf(kind.entries)[0]]];
  return kind.name === 'isOneOf' ? (kind.schema.enum as readonly string[]) : (KINDS[kind.name]?.right ?? []);
}

/** No field takes these; a list may be empty, and its entries have fields of their own. */
function neverOf(kind: FieldKind): readonly unknown[] {
  return kind.entries === undefined ? NEVER : NEVER.filter((value) => !Array.isArray(value));
}

/** Of these a field rules others out. */
const TERMS: ReadonlySet<string> = new Set(['AgreeContract', 'RecordAssessment']);

/** A command with every field that can stand beside the others. */
function full(type: CommandType): { readonly [field: string]: unknown } {
  const fields = [...fieldsOf(FORMS[type])].map(([name, { kind }]) => [name, rightOf(kind)[0]] as const);
  const isLeftOut = (name: string): boolean =>
    name === 'hostInstitutionId' || (name !== 'method' && TERMS.has(type) && DEPENDENT.has(`${type}.${name}`));
  return { ...Object.fromEntries(fields.filter(([name]) => !isLeftOut(name))), type, region: 'zibo' };
}

function said(read: ReadCommand): string {
  return read.ok ? 'read' : `${read.refusal.code} ${read.refusal.field ?? ''}`.trim();
}

describe.each(TYPES)('%s', (type) => {
  const fields = [...fieldsOf(FORMS[type])].filter(([name]) => name !== 'type');

  test('is read with every field, and with none that may be left out', () => {
    const command = full(type);
    expect(readCommand(command)).toEqual({ ok: true, command });
    const needed = fields.filter(([name, { optional }]) => !optional || NEEDED.has(`${type}.${name}`));
    const least = Object.fromEntries([['type', type], ...needed.map(([name]) => [name, command[name]])]) as object;
    expect(said(readCommand(least))).toBe('read');
  });

  test('every value that a field may have is read', () => {
    for (const [name, { kind }] of fields) {
      if (DEPENDENT.has(`${type}.${name}`)) continue;
      for (const value of rightOf(kind)) {
        expect([name, value, said(readCommand({ ...full(type), [name]: value }))]).toEqual([name, value, 'read']);
      }
    }
  });

  test('a field that is wrong is named', () => {
    for (const [name, { kind, optional }] of fields) {
      for (const value of [...(KINDS[kind.name]?.wrong ?? []), ...neverOf(kind)]) {
        const read = readCommand({ ...full(type), [name]: value });
        expect([name, value, said(read)]).toEqual([name, value, `invalid-command ${name}`]);
        expect(read).toMatchObject({ known: true });
      }
      const { [name]: _left, ...without } = full(type);
      const missing = said(readCommand(without));
      if (!optional) expect([name, missing]).toEqual([name, `invalid-command ${name}`]);
    }
  });

  test.each(['extra', '__proto__', 'constructor', 'personid'])('an unknown field %s is named', (name) => {
    const text = JSON.stringify(full(type)).replace('{', `{"${name}":"x",`);
    expect(said(readCommand(JSON.parse(text)))).toBe(`invalid-command ${name}`);
  });

  test('the commandId is told even when a field is wrong', () => {
    expect(readCommand({ ...full(type), region: 7 })).toMatchObject({ ok: false, commandId: 'P1' });
  });
});

describe('what is no command at all', () => {
  test.each<readonly [value: unknown, outcome: string]>([
    [null, 'invalid-command'],
    [[], 'invalid-command'],
    ['EnrolPerson', 'invalid-command'],
    [7, 'invalid-command'],
    [{}, 'invalid-command type'],
    [{ type: 7 }, 'invalid-command type'],
    [{ type: 'Nothing', commandId: 'c' }, 'invalid-command type'],
    [{ type: 'constructor' }, 'invalid-command type'],
    [{ type: 'settlevisit' }, 'invalid-command type'],
  ])('%j', (value, outcome) => {
    const read = readCommand(value);
    expect([said(read), read.ok || read.known]).toEqual([outcome, false]);
  });
});

describe('fields that contradict each other', () => {
  const settle = { ...full('SettleVisit'), programme: 'ordinary' };
  const hours = { admittedAt: '2023-03-01T08:00', dischargedAt: '2023-03-01T07:59' };
  const byCase = (...programmes: readonly string[]): object => ({
    ...full('AgreeContract'),
    method: 'per-disease',
    perCase: programmes.map((programme) => ({ programme, amount: '90.00' })),
  });

  test.each<readonly [title: string, command: object, outcome: string]>([
    ['to before from', { ...full('GetFund'), from: '2023-02-01', to: '2023-01-31' }, 'invalid-command to'],
    ['one day', { ...full('GetFund'), from: '2023-02-01', to: '2023-02-01' }, 'read'],
    ['a hospital without a tier', { ...full('DesignateInstitution'), tier: undefined }, 'invalid-command tier'],
    ['a pharmacy with a tier', { ...full('DesignateInstitution'), kind: 'retail-pharmacy' }, 'invalid-command tier'],
    [
      'an internet hospital without a host',
      { ...full('DesignateInstitution'), kind: 'internet-hospital', tier: undefined },
      'invalid-command hostInstitutionId',
    ],
    [
      'an internet hospital with one',
      { ...full('DesignateInstitution'), kind: 'internet-hospital', tier: undefined, hostInstitutionId: 'H' },
      'read',
    ],
    [
      'a hospital with a host',
      { ...full('DesignateInstitution'), hostInstitutionId: 'H' },
      'invalid-command hostInstitutionId',
    ],
    [
      'a certified programme without a condition',
      { ...settle, programme: 'chronic', condition: undefined },
      'invalid-command condition',
    ],
    [
      'a negotiated drug without its name',
      { ...settle, programme: 'negotiated-drug', drug: undefined },
      'invalid-command drug',
    ],
    ['discharged before admission', { ...settle, ...hours }, 'invalid-command dischargedAt'],
    [
      'a claim as a visit',
      { ...full('SubmitClaim'), programme: 'special', condition: undefined },
      'invalid-command condition',
    ],
    ['a wrong member of an object', { ...settle, account: { limit: '1.005' } }, 'invalid-command account.limit'],
    ['an unknown member of an object', { ...settle, account: { owner: 'P' } }, 'invalid-command account.owner'],
    [
      'a wrong field of an entry of a list',
      { ...full('RecordReconciliation'), differences: [{ settlementId: 'V', personId: 'P' }, { settlementId: 'V' }] },
      'invalid-command differences[1].personId',
    ],
    [
      'an entry of a list that is no object',
      { ...full('RecordReconciliation'), differences: [7] },
      'invalid-command differences[0]',
    ],
    ['a span that ends before it begins', { ...full('RecordReconciliation'), to: '2023-01-01' }, 'invalid-command to'],
    [
      'a budget without its amount',
      { ...full('AgreeContract'), method: 'total-budget' },
      'invalid-command yearlyBudget',
    ],
    ["another method's field", { ...full('AgreeContract'), heads: 3 }, 'invalid-command heads'],
    ['a head without heads', { ...full('AgreeContract'), method: 'per-head', perHead: '1' }, 'invalid-command heads'],
    ['ordinary visits as cases', byCase('ordinary'), 'invalid-command perCase'],
    ['a programme twice', byCase('chronic', 'chronic'), 'invalid-command perCase'],
    ['two programmes by the case', byCase('chronic', 'special'), 'read'],
    ['an assessment of nothing', { ...full('RecordAssessment'), month: undefined }, 'invalid-command month'],
    ['an assessment of month and year', { ...full('RecordAssessment'), year: 2023 }, 'invalid-command year'],
    ['two deductions', { ...full('RecordAssessment'), deductionRate: '0.01' }, 'invalid-command deductionRate'],
    ['an account of the patient’s own', { ...settle, account: {} }, 'read'],
    ['a claim has no time of payment', { ...full('SubmitClaim'), time: '14:05' }, 'invalid-command time'],
    ['a claim has no account', { ...full('SubmitClaim'), account: {} }, 'invalid-command account'],
  ])('%s: %s', (_title, command, outcome) => {
    expect(said(readCommand(JSON.parse(JSON.stringify(command))))).toBe(outcome);
  });

  test('the name of a parameter with half a surrogate pair has no form that could be stored', () => {
    const values = { 'averagePension\ud800': '4000.00' };
    expect(said(readCommand({ ...full('PublishParameters'), values }))).toBe('invalid-command values');
  });
});

test('the quick reader agrees with class-validator on any object', () => {
  const contradictions = new Set([
    ...['to', 'tier', 'hostInstitutionId', 'condition', 'drug', 'dischargedAt'],
    ...['yearlyBudget', 'perHead', 'heads', 'perCase', 'month', 'year', 'deductionRate'],
  ]);
  const type = fc.constantFrom(...TYPES);
  const command = type.chain((name) => {
    const members = [...fieldsOf(FORMS[name])].map(([field, { kind }]) => {
      const right = fc.constantFrom(...rightOf(kind));
      const wrong = fc.constantFrom(...(KINDS[kind.name]?.wrong ?? []), ...neverOf(kind));
      const value = fc.oneof(
        { weight: 30, arbitrary: right },
        { weight: 1, arbitrary: wrong },
        { weight: 1, arbitrary: fc.constant(undefined) },
      );
      return [field, field === 'type' ? fc.constant(name) : value] as const;
    });
    const unknown = fc.option(fc.constantFrom('extra', 'owner'), { freq: 10, nil: undefined });
    return fc.tuple(fc.record(Object.fromEntries(members)), unknown).map(([fields, extra]) => ({
      name,
      given: { ...fields, ...(extra === undefined ? {} : { [extra]: 1 }) },
    }));
  });
  fc.assert(
    fc.property(command, ({ name, given }) => {
      const { prototype } = FORMS[name] as Form;
      const object = Object.assign(Object.create(prototype as object) as object, given);
      const errors = validateSync(object, { whitelist: true, forbidNonWhitelisted: true });
      const read = readCommand(given);
      if (errors.length > 0)
        expect(errors.map(({ property }) => property)).toContain(read.ok ? 'read' : read.refusal.field);
      else if (!read.ok) expect(contradictions).toContain(read.refusal.field);
    }),
    { numRuns: 2000 },
  );
});
