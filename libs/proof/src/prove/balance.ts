import { folded } from '@gongji/application/deciding';
import { evolvePerson, money, PersonReading, type PersonState, type RecordedPersonEvent } from '@gongji/core';
import type { ProvenEvent } from './proof-file.ts';
import { ProofRefused } from './refused.ts';

/** Events with which a stream can begin: nothing before them is needed. */
const BEGINNINGS = ['InsuredEnrolled', 'YearCarriedOver'];

/** The fact that an event holds, as the person's fold takes it. */
export function factOf(event: ProvenEvent): RecordedPersonEvent {
  return folded({ ...event, position: 0n }) as RecordedPersonEvent;
}

/**
 * The balance for a business date, from a stream without a gap that begins with the enrolment or a carry-over. Every balance that the
 * events tell must be the one that follows from those before.
 *
 * @param asOf counts what has its business date up to that day; null: everything.
 * @throws ProofRefused when the events do not bear each other out.
 */
export function balanceOn(facts: readonly RecordedPersonEvent[], asOf: string | null): string {
  const [first] = facts;
  if (first === undefined || !BEGINNINGS.includes(first.type)) {
    throw new ProofRefused('The events begin neither with the enrolment nor with a carry-over.');
  }
  const reading = new PersonReading(asOf ?? undefined);
  let state: PersonState | undefined;
  for (const fact of facts) {
    state = evolvePerson(state, fact, { allIds: true });
    requireTold(fact, money(state.balance));
    reading.take(fact);
  }
  return reading.view()?.balance ?? '0.00';
}

function requireTold({ type, revision, data }: RecordedPersonEvent, balance: string): void {
  const { balance: told = balance } = (type === 'YearCarriedOver' ? data.state : data) as { readonly balance?: string };
  if (told === balance) return;
  throw new ProofRefused(`Revision ${String(revision)} tells a balance of ${told}; those before it make ${balance}.`);
}
