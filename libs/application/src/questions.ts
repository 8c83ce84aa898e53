import {
  PersonReading,
  personStream,
  type GetFund,
  type GetPerson,
  type Json,
  type Outcome,
  type RecordedPersonEvent,
  type Result,
  type TwoTimes,
} from '@gongji/core';
import { isKnown, NotKnownYet, readKnownBy, type RecordedEvent } from '@gongji/event-store';
import type { Answer, Question, ViewedCommand } from './command.ts';
import type { LedgerOptions } from './ledger-options.ts';
import { paidInstitution } from './streams-of.ts';
import type { LedgerViews, Viewed } from './views.ts';
import { folded } from './writer/streams.ts';

/** Answers a question, at the position of the log's head. */
export async function answerQuestion(question: Question, options: LedgerOptions): Promise<Answer> {
  const { commandId } = question;
  const position = String(await options.store.head());
  const outcome = await outcomeOf(question, options);
  return outcome.ok
    ? { commandId, ok: true, position, result: outcome.value }
    : { commandId, ok: false, error: outcome.refusal };
}

async function outcomeOf(question: Question, options: LedgerOptions): Promise<Outcome<Result>> {
  try {
    return await (question.type === 'GetFund' ? askFund(question, options.views) : askPerson(question, options));
  } catch (error) {
    if (!(error instanceof NotKnownYet)) throw error;
    return { ok: false, refusal: { code: 'invalid-command', message: error.message, field: 'knownAt' } };
  }
}

/** `GetPerson`: from the whole stream, up to a business date and as known at a position or an instant. */
async function askPerson(question: GetPerson, { store, clock }: LedgerOptions): Promise<Outcome<Result>> {
  const { region, personId, asOf, knownAt } = question;
  const reading = new PersonReading(asOf);
  const known = knownAt === undefined ? undefined : readKnownBy(knownAt, { head: await store.head(), now: clock() });
  for await (const page of store.readStream(personStream(region, personId), { direction: 'forwards' })) {
    for (const event of page) {
      if (known === undefined || isKnown({ position: event.position, recordedAt: recordedAtOf(event) }, known))
        reading.take(folded(event) as RecordedPersonEvent);
    }
  }
  const view = reading.view();
  if (view !== undefined) return { ok: true, value: view as unknown as { readonly [field: string]: Json } };
  const message = `Nobody with the personId ${personId} is enrolled.`;
  return { ok: false, refusal: { code: 'unknown-person', message, field: 'personId' } };
}

function recordedAtOf({ metadata }: RecordedEvent): string {
  return (JSON.parse(metadata) as { readonly recordedAt: string }).recordedAt;
}

/** `GetFund`: from the views, which are brought to the head of the log first. */
async function askFund(question: GetFund, views: LedgerViews): Promise<Outcome<Result>> {
  await views.catchUp();
  const { region, from, to } = question;
  return { ok: true, value: (await views.fund(region, from, to, timesOf(question))) as Result };
}

/** The two times that were given, and no others. */
export function timesOf({ asOf, knownAt }: TwoTimes): TwoTimes {
  return { ...(asOf === undefined ? {} : { asOf }), ...(knownAt === undefined ? {} : { knownAt }) };
}

/** What a decision asks the views, which are brought to the head of the log first. */
export async function askViews(command: ViewedCommand, views: LedgerViews): Promise<Viewed> {
  await views.catchUp();
  if (command.type === 'CloseMonth') return { monthToClose: await views.monthToClose(command.region, command.month) };
  if (command.type === 'RecordReconciliation') return { side: await views.reconciliation.side(command) };
  return { payable: await views.payable(command.region, paidInstitution(command)) };
}
