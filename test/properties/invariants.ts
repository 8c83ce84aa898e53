import { expect } from '@jest/globals';
import type { Answer } from '@gongji/application';
import { BOOK_ACCOUNTS, postingsOf, readPaymentId, type LedgerEvent } from '@gongji/core';
import type { Figures, History } from './history.ts';
import type { Told } from './many-regions.ts';

/** Amounts as whole fen: every figure of an answer is one. */
function fen(amount: unknown): number {
  expect(amount).toMatch(/^-?\d+\.\d{2}$/);
  return Number((amount as string).replace('.', ''));
}

function sum(amounts: readonly unknown[]): number {
  return amounts.reduce<number>((total, amount) => total + fen(amount), 0);
}

type Result = Readonly<Record<string, unknown>>;

function resultOf(answer: Answer | undefined): Result | undefined {
  return answer?.ok === true ? answer.result : undefined;
}

/** The parts of each settlement add up to its total, and none is below zero. */
export function partsAddUp({ answers }: Told): void {
  for (const answer of answers.values()) {
    const settled = resultOf(answer);
    if (settled?.payments === undefined || settled.cash === undefined) continue;
    const { total, inScope, selfPayFirst, deductible, pooled, account, cash } = settled;
    const lines = Object.values(settled.payments as Result);
    const parts = [selfPayFirst, deductible, pooled, account, cash, ...lines].map(fen);
    expect(Math.min(...parts)).toBeGreaterThanOrEqual(0);
    expect(fen(pooled) + fen(account) + fen(cash)).toBe(fen(total));
    expect(sum(lines)).toBe(fen(pooled));
    expect(fen(selfPayFirst) + fen(deductible) + fen(pooled)).toBeLessThanOrEqual(fen(inScope) + 1); // a deductible counts rounded (A25)
  }
}

/** No balance is below zero, after any event. */
export function noBalanceBelowZero({ events, persons }: Told): void {
  for (const { data } of events as readonly { readonly data: Result }[]) {
    if (data.balance !== undefined) expect(fen(data.balance)).toBeGreaterThanOrEqual(0);
  }
  for (const answer of persons.values()) {
    const person = resultOf(answer);
    if (person !== undefined) expect(fen(person.balance)).toBeGreaterThanOrEqual(0);
  }
}

/** What the fund says about accounts is what is in them; what it paid is what the settlements say, less what was taken back. */
export function fundEqualsBalances({ fund, persons, balances, answers }: Told): void {
  const { accounts, pooled } = resultOf(fund) as { readonly accounts: Result; readonly pooled: Result };
  const inAccounts = sum([accounts.credited, accounts.adjusted]) - sum([accounts.spent, accounts.paidOut]);
  const held = [...persons.values()].map((answer) => resultOf(answer)?.balance ?? '0.00');
  expect(inAccounts).toBe(sum(held));
  expect(fen(balances)).toBe(sum(held));
  let paid = 0;
  for (const answer of answers.values()) {
    const result = resultOf(answer);
    if (result?.cash === undefined) continue;
    paid += fen(result.pooled) * (result.total === undefined ? -1 : 1);
  }
  expect(sum(Object.values(pooled.payments as Result))).toBe(paid);
}

/** The most that a year's accumulator may hold, in yuan; undefined where the documents set no cap. */
type Cap = (figures: Figures, year: string, retired: boolean) => number | undefined;

const ORDINARY: { readonly [region: string]: Cap } = {
  panzhihua: (_, __, retired) => (retired ? 1500 : 1000),
  shangrao: (_, __, retired) => (retired ? 2000 : 1800),
  chongqing: ({ cap }) => cap,
  baoshan: () => 5000,
  zibo: (_, year) => (year === '2023' ? 3000 : 4000),
};

function capOf(region: string, name: string): Cap {
  if (name === 'ordinary') return ORDINARY[region] as Cap;
  if (region !== 'baoshan' || name === 'two-diseases') return ({ cap }) => cap;
  if (name === 'chronic') return () => 4000;
  return name === 'inpatient-maximum' ? ({ maximum }) => maximum : () => undefined;
}

/** No accumulator holds more than its cap allows; a stay that is settled elsewhere uses the inpatient maximum up beside it. */
export function noneAboveItsCap(region: string, { figures, phases }: History, { persons, events }: Told): void {
  const steps = phases.flatMap(({ families }) => families.flat());
  for (const [personId, answer] of persons) {
    const person = resultOf(answer);
    if (person === undefined) continue;
    const retired = steps.some((step) => step.personId === personId && step.employment === 'retired');
    for (const [year, accumulators] of Object.entries(person.accumulators as { readonly [year: string]: Result })) {
      for (const [name, held] of Object.entries(accumulators as { readonly [name: string]: Result })) {
        const cap = capOf(region, name)(figures, year, retired);
        if (cap === undefined || held.paid === undefined) continue;
        const stays = name === 'inpatient-maximum' ? paidForStays(events, year) : 0;
        expect({ name, paid: fen(held.paid) <= cap * 100 + stays }).toEqual({ name, paid: true });
      }
    }
  }
}

function paidForStays(events: readonly LedgerEvent[], year: string): number {
  return events.reduce(
    (total, { type, data }) =>
      type === 'InpatientStayRecorded' && data.dischargedOn.startsWith(year) ? total + fen(data.pooledPaid) : total,
    0,
  );
}

/** Whenever money goes to an institution without contract, no month that it was paid for was paid more than what is due for it at that moment. */
export function noneOverpaid({ events }: Told): void {
  const due = new Map<string, number>();
  const paid = new Map<string, number>();
  const add = (sums: Map<string, number>, key: string, more: number) => sums.set(key, (sums.get(key) ?? 0) + more);
  for (const { type, data, occurredOn } of events) {
    if (type === 'VisitSettled') add(due, `${data.institutionId} ${occurredOn.slice(0, 7)}`, fen(data.pooled));
    if (type === 'SettlementReversed' && data.claimId === undefined)
      add(due, `${data.institutionId} ${data.visitDate.slice(0, 7)}`, -fen(data.pooled));
    if (type === 'ContractAgreed') return; // What is due then is another question: paymentsAddUp.
    if (type !== 'PaymentApproved') continue;
    const institution = readPaymentId(data.paymentId)?.institutionId as string;
    add(paid, `${institution} ${data.month}`, fen(data.amount));
    for (const { month, amount } of data.withheld) add(paid, `${institution} ${month}`, -fen(amount));
    expect(fen(data.amount)).toBe(fen(data.paid) + sum(data.withheld.map(({ amount }) => amount)));
    if (fen(data.paid) === 0) continue;
    for (const [key, amount] of paid) {
      if (key.startsWith(`${institution} `)) expect(amount).toBeLessThanOrEqual(due.get(key) ?? 0);
    }
  }
}

/**
 * Every event's postings balance in each sub-ledger by themselves; what the books hold for the personal accounts is what is in them,
 * and what stands in the expenditure account is what institutions were approved and the bank has not paid, to the fen.
 */
export function booksBalance({ events, balances }: Told): void {
  let inAccounts = 0;
  let drawn = 0;
  let unpaid = 0;
  for (const event of events) {
    if (event.type === 'PaymentApproved') unpaid += fen(event.data.paid);
    if (event.type === 'PaymentMade') unpaid -= fen(event.data.paid);
    const net = { 'pooled-fund': 0, 'personal-accounts': 0 };
    for (const { bookAccount, subLedger, side, amount } of postingsOf(event)) {
      const debited = side === 'debit' ? fen(amount) : -fen(amount);
      net[subLedger] += debited;
      if (bookAccount === 'expenditure-account') drawn += debited;
      if (subLedger === 'personal-accounts' && BOOK_ACCOUNTS[bookAccount].class === 'asset') inAccounts += debited;
    }
    expect(net).toEqual({ 'pooled-fund': 0, 'personal-accounts': 0 });
    expect(drawn).toBe(unpaid);
  }
  expect(inAccounts).toBe(fen(balances));
}

/** What can be compared between two regions: all but the place in the log and the names of the commands. */
export function comparable({ answers, persons, fund, balances }: Told): unknown {
  const bare = (answer: Answer): unknown => (answer.ok ? answer.result : { ...answer.error, message: '' });
  const all = (some: ReadonlyMap<string, Answer>): unknown =>
    Object.fromEntries(
      [...some].map(([id, answer]) => [id, bare(answer)]).sort(([a], [b]) => ((a as string) < (b as string) ? -1 : 1)),
    );
  return { answers: all(answers), persons: all(persons), fund: bare(fund), balances };
}
