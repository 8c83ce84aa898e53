import { describe, expect, test } from '@jest/globals';
import type { ChangeDesignation, ChangeInstitutionTier, DesignateInstitution } from '../commands.ts';
import { deciding } from '../refusal.ts';
import {
  decideDesignation,
  decideDesignationChange,
  decideTierChange,
  evolveInstitution,
  isDesignatedOn,
  tierOn,
  type InstitutionEvent,
  type InstitutionState,
} from './institution.ts';

const DIVISION = '990100';

const DESIGNATE: DesignateInstitution = {
  commandId: 'c',
  region: 'sample',
  type: 'DesignateInstitution',
  institutionId: 'H1',
  name: '第一医院',
  kind: 'medical',
  tier: 2,
  outpatientPooling: true,
  from: '2023-02-01',
};

function changed(type: ChangeDesignation['type'], from: string): InstitutionEvent {
  return decideDesignationChange({ commandId: 'c', region: 'sample', type, institutionId: 'H1', from });
}

function tierChange(tier: 1 | 2 | 3, from: string): ChangeInstitutionTier {
  return { commandId: 'c', region: 'sample', type: 'ChangeInstitutionTier', institutionId: 'H1', tier, from };
}

function fold(...events: readonly InstitutionEvent[]): InstitutionState {
  let state: InstitutionState | undefined;
  for (const event of events) state = evolveInstitution(state, event, 'H1');
  return state as InstitutionState;
}

const DESIGNATED = decideDesignation(DESIGNATE, undefined, DIVISION);

describe('designation', () => {
  test('says what an institution is, with the region’s division and no dual channel where nothing is said', () => {
    expect(DESIGNATED).toEqual({
      type: 'InstitutionDesignated',
      occurredOn: '2023-02-01',
      data: {
        name: '第一医院',
        kind: 'medical',
        tier: 2,
        outpatientPooling: true,
        dualChannel: false,
        area: DIVISION,
        from: '2023-02-01',
      },
    });
  });

  test('keeps the area, the host and the dual channel that it was told', () => {
    const { tier: _tier, ...rest } = DESIGNATE;
    const internet = {
      ...rest,
      kind: 'internet-hospital',
      hostInstitutionId: 'H2',
      area: '330100',
      dualChannel: true,
    } as const;
    expect(decideDesignation(internet, undefined, DIVISION).data).toMatchObject({
      hostInstitutionId: 'H2',
      area: '330100',
      dualChannel: true,
    });
  });

  test('twice is refused', () => {
    expect(deciding(() => decideDesignation(DESIGNATE, fold(DESIGNATED), DIVISION))).toMatchObject({
      ok: false,
      refusal: { code: 'already-exists', field: 'institutionId' },
    });
  });
});

describe('under agreement on a day', () => {
  const suspended = changed('SuspendDesignation', '2023-03-01');
  const resumed = changed('ResumeDesignation', '2023-04-01');
  const ended = changed('EndDesignation', '2023-05-01');

  test.each<readonly [title: string, events: readonly InstitutionEvent[], on: string, designated: boolean]>([
    ['not before it begins', [], '2023-01-31', false],
    ['from its first day on', [], '2023-02-01', true],
    ['before a suspension', [suspended], '2023-02-28', true],
    ['not during a suspension', [suspended], '2023-03-01', false],
    ['again after it', [suspended, resumed], '2023-04-01', true],
    ['not on the day before that', [suspended, resumed], '2023-03-31', false],
    ['on the day before its end', [ended], '2023-04-30', true],
    ['not from its end on', [ended], '2023-05-01', false],
    ['ended is for good', [ended, changed('ResumeDesignation', '2023-06-01')], '2023-06-01', false],
    ['the earlier of two ends counts', [ended, changed('EndDesignation', '2023-08-01')], '2023-06-01', false],
    ['whichever was recorded first', [changed('EndDesignation', '2023-08-01'), ended], '2023-06-01', false],
    [
      'on the same day what was recorded later counts',
      [suspended, changed('ResumeDesignation', '2023-03-01')],
      '2023-03-01',
      true,
    ],
  ])('%s', (_title, events, on, designated) => {
    expect(isDesignatedOn(fold(DESIGNATED, ...events), on)).toBe(designated);
  });
});

describe('the tier on a day', () => {
  const raised = decideTierChange(tierChange(3, '2023-03-01'), fold(DESIGNATED));

  test.each([
    ['2023-01-31', undefined],
    ['2023-02-01', 2],
    ['2023-02-28', 2],
    ['2023-03-01', 3],
  ] as const)('on %s: %s', (on, tier) => {
    expect(tierOn(fold(DESIGNATED, raised), on)).toBe(tier);
  });

  test('a change to the same tier twice is harmless', () => {
    expect(tierOn(fold(DESIGNATED, raised, raised), '2023-03-01')).toBe(3);
  });

  test.each(['retail-pharmacy', 'internet-hospital'] as const)('a %s has none', (kind) => {
    const { tier: _tier, ...rest } = DESIGNATE;
    const state = fold(decideDesignation({ ...rest, kind }, undefined, DIVISION));
    expect(deciding(() => decideTierChange(tierChange(1, '2023-03-01'), state))).toMatchObject({
      ok: false,
      refusal: { code: 'invalid-command', field: 'tier' },
    });
  });
});

test('nothing happens to an institution before its designation', () => {
  expect(() => evolveInstitution(undefined, changed('EndDesignation', '2023-05-01'), 'H1')).toThrow('H1');
});
