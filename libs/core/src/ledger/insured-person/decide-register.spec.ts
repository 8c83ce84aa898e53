import { describe, expect, test } from '@jest/globals';
import { enrol, World, type Step } from '../../testing/world.ts';
import type { Outcome } from '../refusal.ts';

function said(outcome: Outcome<unknown>): string {
  return outcome.ok ? 'accepted' : `${outcome.refusal.code} ${outcome.refusal.field ?? ''}`.trim();
}

describe('enrolment', () => {
  test.each<readonly [title: string, given: readonly Step[], when: Step, outcome: string]>([
    ['a person with an account', [], enrol(), 'accepted'],
    ['before the document: registers may start earlier', [], enrol({ from: '1999-01-01' }), 'accepted'],
    ['born on the day', [], enrol({ birthDate: '2022-06-01' }), 'accepted'],
    ['born after it', [], enrol({ birthDate: '2022-06-02' }), 'invalid-command birthDate'],
    ['twice', [enrol()], enrol(), 'already-exists personId'],
    ['a flexible worker without an account', [], enrol({ employment: 'flexible', plan: 'pooled-only' }), 'accepted'],
    ['an employee without an account', [], enrol({ plan: 'pooled-only' }), 'invalid-command plan'],
    ['a plan that is not offered', [], enrol({ plan: 'inpatient-only' }), 'invalid-command plan'],
  ])('%s: %s', (_title, given, when, outcome) => {
    expect(said(new World().given(...given).when(when))).toBe(outcome);
  });

  test('a plan that is not offered is refused with the article', () => {
    expect(new World().when(enrol({ plan: 'inpatient-only' }))).toMatchObject({
      refusal: { article: 'sample-2023 art. 2' },
    });
  });

  test('begins with an empty, open account', () => {
    expect(new World().given(enrol()).state()).toMatchObject({ account: 'open', plan: 'pooled-and-account' });
    const flexible = enrol({ employment: 'flexible', plan: 'pooled-only' });
    expect(new World().given(flexible).state()).toMatchObject({ account: 'none' });
  });
});

/** What each register command writes; a second time it writes the same, which changes nothing. */
describe('registers', () => {
  const FROM = '2023-03-15';

  test.each<readonly [when: Step, occurredOn: string, type: string, data: object]>([
    [
      { type: 'ChangeEmployment', employment: 'retired', completedOn: '2023-03-15' },
      '2023-04-01', // from the first of the next month on (POLICY A2)
      'EmploymentChanged',
      { employment: 'retired', completedOn: '2023-03-15', from: '2023-04-01' },
    ],
    [{ type: 'SuspendEntitlement', from: FROM }, FROM, 'EntitlementSuspended', { from: FROM }],
    [{ type: 'ResumeEntitlement', from: FROM }, FROM, 'EntitlementResumed', { from: FROM }],
    [
      { type: 'RegisterOutOfAreaCare', kind: 'resettled', area: '330100', from: FROM },
      FROM,
      'OutOfAreaCareRegistered',
      { kind: 'resettled', area: '330100', from: FROM },
    ],
    [
      { type: 'EndOutOfAreaCare', area: '330100', from: FROM },
      FROM,
      'OutOfAreaCareEnded',
      { area: '330100', from: FROM },
    ],
    [
      { type: 'CertifyCondition', programme: 'chronic', condition: 'diabetes', from: FROM },
      FROM,
      'ConditionCertified',
      { programme: 'chronic', condition: 'diabetes', severeMentalDisorder: false, from: FROM },
    ],
    [
      { type: 'LinkFamilyMember', memberId: 'M', relation: 'child', from: FROM },
      FROM,
      'FamilyMemberLinked',
      { memberId: 'M', relation: 'child', insuredArea: '990100', from: FROM },
    ],
    [
      { type: 'UnlinkFamilyMember', memberId: 'M', from: FROM },
      FROM,
      'FamilyMemberUnlinked',
      { memberId: 'M', from: FROM },
    ],
  ])('%j', (when, occurredOn, type, data) => {
    const world = new World().given(enrol());
    expect(world.when(when)).toEqual({ ok: true, value: [{ personId: 'P', event: { type, occurredOn, data } }] });
    expect(world.when(when).ok).toBe(true);
  });

  test('nobody is a family member of their own', () => {
    const link = { type: 'LinkFamilyMember', memberId: 'P', relation: 'spouse', from: FROM };
    expect(said(new World().given(enrol()).when(link))).toBe('invalid-command memberId');
  });
});

describe('an inpatient stay', () => {
  const stay = (extra: Partial<Step> = {}): Step => ({
    type: 'RecordInpatientStay',
    stayId: 'S1',
    institutionId: 'H3',
    admittedOn: '2023-03-01',
    dischargedOn: '2023-03-10',
    pooledPaid: '3000',
    ...extra,
  });

  test.each<readonly [title: string, given: readonly Step[], when: Step, outcome: string]>([
    ['as it should be', [], stay(), 'accepted'],
    ['of one day', [], stay({ dischargedOn: '2023-03-01' }), 'accepted'],
    ['twice', [stay()], stay(), 'already-exists stayId'],
    ['discharged before the admission', [], stay({ dischargedOn: '2023-02-28' }), 'invalid-command dischargedOn'],
    [
      'discharged before the enrolment',
      [],
      stay({ admittedOn: '2022-05-01', dischargedOn: '2022-05-31' }),
      'not-entitled dischargedOn',
    ],
    [
      'discharged on the day of enrolment',
      [],
      stay({ admittedOn: '2022-05-01', dischargedOn: '2022-06-01' }),
      'accepted',
    ],
    [
      'discharged in a closed year',
      [],
      stay({ admittedOn: '2021-12-31', dischargedOn: '2022-12-31' }),
      'year-closed dischargedOn',
    ],
  ])('%s: %s', (_title, given, when, outcome) => {
    const world = new World().given(enrol(), ...given);
    if (outcome.startsWith('year-closed')) world.closed.add(2022);
    expect(said(world.when(when))).toBe(outcome);
  });

  test('uses up the inpatient yearly maximum of the year of discharge', () => {
    const world = new World().given(enrol(), stay({ dischargedOn: '2024-01-02' }));
    const paid = world.state()?.accumulators.get(2024)?.get('inpatient-maximum')?.paid;
    expect(paid?.toFixed(2)).toBe('3000.00');
  });
});
