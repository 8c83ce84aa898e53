import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { LedgerEvent } from '../ledger/answer.ts';
import { evolveInsuredTimes, isRetiredIn, retiredChanges, type InsuredTimes } from './retired.ts';

function happened(type: LedgerEvent['type'], occurredOn: string, data: object): LedgerEvent {
  return { type, occurredOn, data } as unknown as LedgerEvent;
}

function timesOf(...events: readonly LedgerEvent[]): InsuredTimes | undefined {
  return events.reduce<InsuredTimes | undefined>(evolveInsuredTimes, undefined);
}

const RETIRED = happened('InsuredEnrolled', '2022-03-01', { employment: 'retired', from: '2022-03-01' });
const ON_JOB = happened('InsuredEnrolled', '2022-03-15', { employment: 'on-job', from: '2022-03-15' });
const RETIRES = happened('EmploymentChanged', '2023-02-01', { employment: 'retired', from: '2023-02-01' });
const SUSPENDED = happened('EntitlementSuspended', '2023-03-02', { from: '2023-03-02' });
const RESUMED = happened('EntitlementResumed', '2023-05-01', { from: '2023-05-01' });

describe('a person who counts as retired', () => {
  it.each<[string, readonly LedgerEvent[], object]>([
    ['from the enrolment on', [RETIRED], { '2022-03': 1 }],
    ['never', [ON_JOB], {}],
    ['from the month after the procedure on', [ON_JOB, RETIRES], { '2023-02': 1 }],
    [
      'but not while suspended on the first day',
      [RETIRED, SUSPENDED, RESUMED],
      { '2022-03': 1, '2023-04': -1, '2023-05': 1 },
    ],
    ['until a move', [RETIRED, happened('AccountTransferredOut', '2023-04-01', {})], { '2022-03': 1, '2023-05': -1 }],
    ['until a refund', [RETIRED, happened('AccountRefunded', '2023-04-15', {})], { '2022-03': 1, '2023-05': -1 }],
    [
      'until the death, whenever the heirs are paid',
      [RETIRED, happened('AccountInherited', '2023-09-15', { deathDate: '2023-04-30' })],
      { '2022-03': 1, '2023-05': -1 },
    ],
  ])('does so %s', (_when, events, changes) => {
    expect(Object.fromEntries(retiredChanges(timesOf(...events)))).toEqual(changes);
  });

  it('is nobody before the enrolment', () => {
    expect(timesOf(RETIRES, SUSPENDED)).toBeUndefined();
    expect(retiredChanges(undefined).size).toBe(0);
  });

  it('is counted by the changes in just the months in which they are retired', () => {
    const facts = fc.array(fc.tuple(fc.constantFrom(0, 1, 2, 3, 4, 5), fc.integer({ min: 1, max: 700 })), {
      maxLength: 8,
    });
    const events = facts.map((some) => some.map(([kind, day]) => factOf(kind, day)));
    fc.assert(
      fc.property(events, (some) => {
        const times = timesOf(ON_JOB, ...some) as InsuredTimes;
        const changes = retiredChanges(times);
        let counted = 0;
        for (let at = 0; at < 48; at += 1) {
          const month = `${String(2021 + Math.floor(at / 12))}-${String((at % 12) + 1).padStart(2, '0')}`;
          counted += changes.get(month) ?? 0;
          expect([month, counted]).toEqual([month, isRetiredIn(times, month) ? 1 : 0]);
        }
      }),
    );
  });
});

function factOf(kind: number, day: number): LedgerEvent {
  const from = new Date(Date.UTC(2022, 0, day)).toISOString().slice(0, 10);
  return [
    happened('EmploymentChanged', from, { employment: 'retired', from }),
    happened('EmploymentChanged', from, { employment: 'flexible', from }),
    happened('EntitlementSuspended', from, { from }),
    happened('EntitlementResumed', from, { from }),
    happened('AccountInherited', from, { deathDate: from }),
    happened('ConditionCertified', from, {}),
  ][kind] as LedgerEvent;
}
