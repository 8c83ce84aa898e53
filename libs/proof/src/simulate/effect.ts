import { completedYears, factOn, poolMovements, type LedgerEvent, type PersonState, type PoolLine } from '@gongji/core';

/** What the log has, and what the other rules would have given: in fen. */
export interface Cell {
  readonly found: number;
  readonly simulated: number;
}

/** Groups in which people are told apart, and the value of each; a visit has a tier besides. */
export type Dimension = 'status' | 'age' | 'tier';

export interface LineEffect {
  readonly line: PoolLine;
  readonly fen: number;
}

/** What one event does to the fund and to the person, under one set of rules. In fen. */
export interface Effect {
  /** By line of the pooled fund: "income", "to-accounts", "payment:ordinary"; each once. */
  readonly lines: readonly LineEffect[];
  readonly pooled: number;
  /** What the pooled fund leaves to the patient: from an account or in cash. */
  readonly patient: number;
  readonly account: number;
  readonly cash: number;
  /** What contributions and monthly credits put into the account. */
  readonly credited: number;
}

export const NO_EFFECT: Effect = { lines: [], pooled: 0, patient: 0, account: 0, cash: 0, credited: 0 };

const [MINUS, POINT, ZERO] = [0x2d, 0x2e, 0x30];

/** Fen of an amount with two decimals. Digit by digit: a simulation reads some ten amounts of every event. */
function fenOf(amount: string): number {
  const start = amount.charCodeAt(0) === MINUS ? 1 : 0;
  let fen = 0;
  for (let at = start; at < amount.length; at += 1) {
    const code = amount.charCodeAt(at);
    if (code !== POINT) fen = fen * 10 + (code - ZERO);
  }
  return start === 0 || fen === 0 ? fen : -fen;
}

/** Yuan with two decimals. */
export function yuanOf(fen: number): string {
  const digits = String(Math.abs(fen)).padStart(3, '0');
  return `${fen < 0 ? '-' : ''}${digits.slice(0, -2)}.${digits.slice(-2)}`;
}

/** What an event does; nothing for one that would have been refused. */
export function effectOf(event: LedgerEvent | undefined): Effect {
  if (event === undefined) return NO_EFFECT;
  const lines = poolMovements(event).map(({ line, sign, amount, less }) => ({
    line,
    fen: sign * (fenOf(amount) - (less === undefined ? 0 : fenOf(less))),
  }));
  switch (event.type) {
    case 'VisitSettled':
    case 'ReimbursementSettled':
    case 'SettlementReversed': {
      const sign = event.type === 'SettlementReversed' ? -1 : 1;
      const { data } = event;
      const account = sign * fenOf(data.account);
      const cash = sign * fenOf(data.cash);
      return { lines, pooled: sign * fenOf(data.pooled), account, cash, patient: account + cash, credited: 0 };
    }
    case 'ContributionRecorded':
    case 'ContributionReversed': {
      const sign = event.type === 'ContributionRecorded' ? 1 : -1;
      const credited = sign * (fenOf(event.data.personal) + fenOf(event.data.fromPool));
      return { ...NO_EFFECT, lines, credited };
    }
    case 'AccountCredited':
      return { ...NO_EFFECT, lines, credited: event.data.cause === 'month' ? fenOf(event.data.amount) : 0 };
    default:
      return NO_EFFECT;
  }
}

/** Bounds of the age bands, in completed years: below 45, 45 to 59, 60 to 69, 70 and over. */
const AGES: readonly (readonly [least: number, band: string])[] = [
  [70, '70+'],
  [60, '60-69'],
  [45, '45-59'],
  [0, '0-44'],
];

/** What of a person groups are told by. */
export type Grouped = Pick<PersonState, 'birthDate' | 'employment'>;

/** The groups that an event belongs to: of a settlement by its own facts, else by the person on its day. */
export function groupsOf(event: LedgerEvent, person: Grouped | undefined): { readonly [D in Dimension]?: string } {
  if (event.type === 'VisitSettled' || event.type === 'ReimbursementSettled') {
    const { employment, age, tier } = event.data.facts;
    return { status: employment, age: bandOf(age), tier };
  }
  if (person === undefined) return {};
  const on = event.occurredOn;
  const status = factOn(person.employment, on);
  return { ...(status === undefined ? {} : { status }), age: bandOf(completedYears(person.birthDate, on)) };
}

function bandOf(age: number): string {
  return AGES.find(([least]) => age >= least)?.[1] ?? '0-44';
}
