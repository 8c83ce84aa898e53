import { MemoryEventStore, type EventStore, type RecordedEvent } from '@gongji/event-store';
import type { Answer, Command } from '../command.ts';
import { readCommand } from '../forms/read-command.ts';
import type { LedgerOptions } from '../ledger-options.ts';
import { Ledger } from '../ledger.ts';
import { Policies } from '../policies.ts';
import { MemoryViews } from './memory-views.ts';

let loaded: Promise<Policies> | undefined;

/** The rule books that travel with the program, read once for all tests of a file. */
export function policies(): Promise<Policies> {
  return (loaded ??= Policies.load());
}

/** A ledger on a store, with views of its own in memory and a clock that stands still. */
export async function openOn(store: EventStore, options: Partial<LedgerOptions> = {}): Promise<Ledger> {
  const views = new MemoryViews(store);
  const clock = (): Date => new Date('2025-01-01T00:00:00Z');
  return Ledger.open({ store, views, clock, policies: await policies(), ...options });
}

/** A command without what every example would only repeat. */
export interface Step {
  readonly type: string;
  readonly [field: string]: unknown;
}

/**
 * Reads steps as the command file would.
 *
 * @param prefix of the commandIds, where a step has none of its own.
 */
export function commandsOf(steps: readonly Step[], prefix = 'c'): readonly Command[] {
  return steps.map((step, at) => {
    const read = readCommand({ commandId: `${prefix}-${String(at + 1)}`, region: 'panzhihua', ...step });
    if (!read.ok) throw new Error(`${step.type}: ${read.refusal.message}`);
    return read.command;
  });
}

/** Submits every step at once, as a command file does, and gives the answers in their order. */
export async function answersOf(ledger: Ledger, steps: readonly Step[], prefix?: string): Promise<readonly Answer[]> {
  return Promise.all(commandsOf(steps, prefix).map((command) => ledger.submit(command)));
}

/** Runs steps that must be accepted. */
export async function given(ledger: Ledger, steps: readonly Step[], prefix = 'given'): Promise<void> {
  for (const answer of await answersOf(ledger, steps, prefix)) {
    if (!answer.ok) throw new Error(`${String(answer.commandId)} was refused: ${answer.error.message}`);
  }
}

/** A ledger in which the steps were carried out, and its store. */
export async function ledgerWith(
  steps: readonly Step[],
  options?: Partial<LedgerOptions>,
): Promise<{ readonly ledger: Ledger; readonly store: MemoryEventStore }> {
  const store = new MemoryEventStore();
  const ledger = await openOn(store, options);
  await given(ledger, steps);
  return { ledger, store };
}

/** The whole log. */
export async function logOf(store: EventStore): Promise<readonly RecordedEvent[]> {
  const events: RecordedEvent[] = [];
  for await (const page of store.readAll()) events.push(...page);
  return events;
}

/** What a table's last column says: "ok", or the code of the refusal and its field. */
export function said(answer: Answer | undefined): string {
  if (answer === undefined) return 'nothing';
  return answer.ok ? 'ok' : `${answer.error.code} ${answer.error.field ?? ''}`.trim();
}

export function enrol(personId: string, extra: Partial<Step> = {}): Step {
  const usual = { birthDate: '1980-05-20', employment: 'on-job', plan: 'pooled-and-account', from: '2022-06-01' };
  return { type: 'EnrolPerson', personId, ...usual, ...extra };
}

export function retired(personId: string, extra: Partial<Step> = {}): Step {
  return enrol(personId, { birthDate: '1955-05-20', employment: 'retired', ...extra });
}

export function hospital(institutionId: string, tier: 1 | 2 | 3 = 2): Step {
  const about = { name: institutionId, kind: 'medical', tier, outpatientPooling: true, from: '2022-01-01' };
  return { type: 'DesignateInstitution', institutionId, ...about };
}

export function topUp(personId: string, amount: string, adjustmentId = 'top-up', date = '2023-01-02'): Step {
  return { type: 'AdjustAccount', personId, adjustmentId, direction: 'credit', amount, reason: 'arrears', date };
}

export function visit(personId: string, visitId: string, total: string, extra: Partial<Step> = {}): Step {
  const usual = { institutionId: 'H2', date: '2023-03-01', total, inScope: total };
  return { type: 'SettleVisit', personId, visitId, ...usual, ...extra };
}

export function pension(value = '4000.00', effectiveFrom = '2023-01-01'): Step {
  return { type: 'PublishParameters', effectiveFrom, values: { averagePension: value }, basis: 'notice' };
}
