import { monthOf, type LedgerEvent, type PlainDate } from '@gongji/core';
import { effectOf, groupsOf, type Cell, type Dimension, type Effect } from './effect.ts';
import type { Simulated } from './family-walk.ts';
import type { Period } from './rules.ts';

/** What the other rules do to somebody or some group, in fen. */
export interface Change {
  readonly pooled: Cell;
  readonly patient: Cell;
  readonly account: Cell;
  readonly cash: Cell;
  readonly credited: Cell;
}

export interface PersonChange extends Change {
  readonly personId: string;
  /** Settlements that would have come out otherwise. */
  readonly changed: number;
}

export interface GroupChange extends Change {
  readonly persons: number;
  /** Who would have more: less to pay for care, or more put into the account. */
  readonly winners: number;
  readonly losers: number;
}

/** A command that would have been refused. */
export interface RefusedThen {
  readonly position: string;
  readonly stream: string;
  readonly type: string;
  readonly code: string;
  readonly message: string;
}

/** The sums over some families. Plain JSON: sums of several threads are added up. */
export interface Sums {
  readonly persons: number;
  readonly settlements: number;
  readonly changed: number;
  readonly months: { readonly [month: string]: { readonly [line: string]: Cell } };
  readonly groups: { readonly [D in Dimension]: { readonly [value: string]: GroupChange } };
  readonly all: GroupChange;
  /** Persons by the change of what they pay for care: a number for each of `BANDS`. */
  readonly bands: readonly number[];
  readonly largest: readonly PersonChange[];
  readonly refusals: { readonly [code: string]: number };
  readonly refused: readonly RefusedThen[];
  /** Events decided by rules that are not at hand: they stand as they are. */
  readonly taken: number;
}

/** Upper bounds of the bands, in fen, each excluded but that of zero; beyond the last, one more band. */
export const BANDS: readonly number[] = [-100_000, -50_000, -10_000, -1_000, 0, 1, 1_001, 10_001, 50_001, 100_001];

/** So many of the largest changes and of the refusals are told. */
export const TOLD = 20;

const ZERO: Cell = { found: 0, simulated: 0 };
const NO_CHANGE: Change = { pooled: ZERO, patient: ZERO, account: ZERO, cash: ZERO, credited: ZERO };
const NOBODY: GroupChange = { ...NO_CHANGE, persons: 0, winners: 0, losers: 0 };

export const NOTHING: Sums = {
  persons: 0,
  settlements: 0,
  changed: 0,
  months: {},
  groups: { status: {}, age: {}, tier: {} },
  all: NOBODY,
  bands: [...BANDS, 0].map(() => 0),
  largest: [],
  refusals: {},
  refused: [],
  taken: 0,
};

/** Sums of two sets of families. */
export function added(a: Sums, b: Sums): Sums {
  const groups = (name: Dimension): { readonly [value: string]: GroupChange } =>
    merged(a.groups[name], b.groups[name], addedGroups);
  return {
    persons: a.persons + b.persons,
    settlements: a.settlements + b.settlements,
    changed: a.changed + b.changed,
    months: merged(a.months, b.months, (one, other) => merged(one, other, addedCells)),
    groups: { status: groups('status'), age: groups('age'), tier: groups('tier') },
    all: addedGroups(a.all, b.all),
    bands: a.bands.map((count, at) => count + (b.bands[at] ?? 0)),
    largest: [...a.largest, ...b.largest].sort(byChange).slice(0, TOLD),
    refusals: merged(a.refusals, b.refusals, (one, other) => one + other),
    refused: [...a.refused, ...b.refused].sort(byPosition).slice(0, TOLD),
    taken: a.taken + b.taken,
  };
}

function merged<T>(
  a: { readonly [key: string]: T },
  b: { readonly [key: string]: T },
  add: (one: T, other: T) => T,
): { readonly [key: string]: T } {
  const sum = { ...a };
  for (const [key, value] of Object.entries(b)) {
    const known = sum[key];
    sum[key] = known === undefined ? value : add(known, value);
  }
  return sum;
}

function addedCells(a: Cell, b: Cell): Cell {
  return { found: safe(a.found + b.found), simulated: safe(a.simulated + b.simulated) };
}

/** Sums beyond what a number holds exactly are refused rather than rounded: ninety trillion yuan. */
function safe(fen: number): number {
  if (Number.isSafeInteger(fen)) return fen;
  throw new Error(`${String(fen)} fen are more than can be added up exactly`);
}

function addedChanges(a: Change, b: Change): Change {
  return {
    pooled: addedCells(a.pooled, b.pooled),
    patient: addedCells(a.patient, b.patient),
    account: addedCells(a.account, b.account),
    cash: addedCells(a.cash, b.cash),
    credited: addedCells(a.credited, b.credited),
  };
}

function addedGroups(a: GroupChange, b: GroupChange): GroupChange {
  return {
    ...addedChanges(a, b),
    persons: a.persons + b.persons,
    winners: a.winners + b.winners,
    losers: a.losers + b.losers,
  };
}

export function changeIn({ found, simulated }: Cell): number {
  return simulated - found;
}

/** By how much somebody would have more: put into the account, and not paid for care. */
export function gainOf({ patient, credited }: Change): number {
  return changeIn(credited) - changeIn(patient);
}

function byChange(a: PersonChange, b: PersonChange): number {
  const size = Math.abs(gainOf(b)) - Math.abs(gainOf(a));
  return size === 0 ? (a.personId < b.personId ? -1 : 1) : size;
}

function byPosition(a: RefusedThen, b: RefusedThen): number {
  return Number(a.position) - Number(b.position);
}

/** A change that is being added up: one for each person and each of a person's groups, not one more for each event. */
type Growing = { [name in keyof Change]: { found: number; simulated: number } };

const PARTS = ['pooled', 'patient', 'account', 'cash', 'credited'] as const satisfies readonly (keyof Change)[];

function unchanged(): Growing {
  const none = (): Growing['pooled'] => ({ found: 0, simulated: 0 });
  return { pooled: none(), patient: none(), account: none(), cash: none(), credited: none() };
}

function grow(change: Growing, found: Effect, simulated: Effect): void {
  growCell(change.pooled, found.pooled, simulated.pooled);
  growCell(change.patient, found.patient, simulated.patient);
  growCell(change.account, found.account, simulated.account);
  growCell(change.cash, found.cash, simulated.cash);
  growCell(change.credited, found.credited, simulated.credited);
}

function growCell(cell: Growing['pooled'], found: number, simulated: number): void {
  cell.found = safe(cell.found + found);
  cell.simulated = safe(cell.simulated + simulated);
}

type GrowingGroup = Growing & { persons: number; winners: number; losers: number };

/** Adds what became of one person to a group. */
function addPerson(group: GrowingGroup, change: Growing): void {
  for (const part of PARTS) growCell(group[part], change[part].found, change[part].simulated);
  const gain = gainOf(change);
  group.persons += 1;
  if (gain > 0) group.winners += 1;
  if (gain < 0) group.losers += 1;
}

function nobody(): GrowingGroup {
  return { ...unchanged(), persons: 0, winners: 0, losers: 0 };
}

type Groups = ReturnType<typeof groupsOf>;

const DIMENSIONS: readonly Dimension[] = ['status', 'age', 'tier'];

/** What becomes of one person, in all and in each group that the person's events belong to. */
interface Tallied {
  readonly all: Growing;
  changed: number;
  readonly groups: { readonly [D in Dimension]: Map<string, Growing> };
}

/** Adds up what becomes of families. */
export class Tally {
  private readonly people = new Map<string, Tallied>();
  private readonly months: { [month: string]: { [line: string]: Growing['pooled'] } } = {};
  private refused: RefusedThen[] = [];
  private readonly refusals: { [code: string]: number } = {};
  private persons = 0;
  private settlements = 0;
  private changed = 0;
  private taken = 0;
  /** The groups of a visit, for its reversal; kept where the family has reversals. */
  private readonly visits = new Map<string, Groups>();
  private hasReversals = false;

  constructor(private readonly period: Period) {}

  /** A family of so many people begins: no event of those before it comes any more. */
  begin(persons: number, hasReversals: boolean): void {
    this.persons += persons;
    this.hasReversals = hasReversals;
    this.visits.clear();
    if (this.refused.length > TOLD) this.refused = this.refused.sort(byPosition).slice(0, TOLD);
  }

  take({ event, person, made, refusal, isTaken }: Simulated): void {
    const { fact, stream } = event;
    const groups = this.groups(stream, fact, person);
    if (!this.isCounted(fact.occurredOn)) return;
    if (isTaken === true) this.taken += 1;
    if (refusal !== undefined) this.refuse(event, refusal);
    const [found, simulated] = [effectOf(fact), effectOf(made)];
    this.addLines(monthOf(fact.occurredOn), found, simulated);
    if (isNothing(found) && isNothing(simulated)) return;
    const known = this.known(stream);
    grow(known.all, found, simulated);
    for (const name of DIMENSIONS) {
      const value = groups[name];
      if (value !== undefined) grow(grown(known.groups[name], value), found, simulated);
    }
    if (fact.type !== 'VisitSettled' && fact.type !== 'ReimbursementSettled') return;
    const isChanged = !isSame(found, simulated);
    this.settlements += 1;
    this.changed += isChanged ? 1 : 0;
    known.changed += isChanged ? 1 : 0;
  }

  private known(stream: string): Tallied {
    const known = this.people.get(stream);
    if (known !== undefined) return known;
    const person = { all: unchanged(), changed: 0, groups: { status: new Map(), age: new Map(), tier: new Map() } };
    this.people.set(stream, person);
    return person;
  }

  private isCounted(day: PlainDate): boolean {
    return this.period.from <= day && day <= this.period.to;
  }

  private groups(stream: string, fact: LedgerEvent, person: Simulated['person']): Groups {
    if (fact.type === 'SettlementReversed') return this.visits.get(`${stream} ${fact.data.visitId}`) ?? {};
    const groups = groupsOf(fact, person);
    if (this.hasReversals && (fact.type === 'VisitSettled' || fact.type === 'ReimbursementSettled')) {
      this.visits.set(`${stream} ${fact.data.visitId}`, groups);
    }
    return groups;
  }

  /** Of one family all are kept, so that the first ones by position can be told whatever the order of the families. */
  private refuse({ position, stream, fact }: Simulated['event'], refusal: NonNullable<Simulated['refusal']>): void {
    const { code, message } = refusal;
    this.refusals[code] = (this.refusals[code] ?? 0) + 1;
    this.refused.push({ position: String(position), stream, type: fact.type, code, message });
  }

  private addLines(month: string, found: Effect, simulated: Effect): void {
    for (const { line, fen } of found.lines) this.addLine(month, line, fen, fenIn(simulated, line) ?? 0);
    for (const { line, fen } of simulated.lines) {
      if (fenIn(found, line) === undefined) this.addLine(month, line, 0, fen);
    }
  }

  private addLine(month: string, line: string, found: number, simulated: number): void {
    const cell = ((this.months[month] ??= {})[line] ??= { found: 0, simulated: 0 });
    cell.found = safe(cell.found + found);
    cell.simulated = safe(cell.simulated + simulated);
  }

  sums(): Sums {
    const groups: { [D in Dimension]: { [value: string]: GrowingGroup } } = { status: {}, age: {}, tier: {} };
    const bands = [...NOTHING.bands];
    const all = nobody();
    const persons: PersonChange[] = [];
    for (const [stream, person] of this.people) {
      addPerson(all, person.all);
      const at = bandOf(changeIn(person.all.patient));
      bands[at] = (bands[at] ?? 0) + 1;
      for (const name of DIMENSIONS) {
        for (const [value, change] of person.groups[name]) {
          addPerson((groups[name][value] ??= nobody()), change);
        }
      }
      if (gainOf(person.all) === 0) continue;
      persons.push({ ...person.all, personId: stream.slice(stream.indexOf('.') + 1), changed: person.changed });
    }
    return {
      persons: this.persons,
      settlements: this.settlements,
      changed: this.changed,
      months: this.months,
      groups,
      all,
      bands,
      largest: persons.sort(byChange).slice(0, TOLD),
      refusals: this.refusals,
      refused: this.refused.sort(byPosition).slice(0, TOLD),
      taken: this.taken,
    };
  }
}

function grown(changes: Map<string, Growing>, value: string): Growing {
  const known = changes.get(value);
  if (known !== undefined) return known;
  const change = unchanged();
  changes.set(value, change);
  return change;
}

function fenIn({ lines }: Effect, line: string): number | undefined {
  return lines.find((each) => each.line === line)?.fen;
}

/** Which of `BANDS` a change falls into; past the last for the largest. */
function bandOf(fen: number): number {
  const at = BANDS.findIndex((bound) => fen < bound);
  return at === -1 ? BANDS.length : at;
}

function isNothing({ pooled, patient, account, cash, credited }: Effect): boolean {
  return pooled === 0 && patient === 0 && account === 0 && cash === 0 && credited === 0;
}

function isSame(found: Effect, simulated: Effect): boolean {
  return found.pooled === simulated.pooled && found.account === simulated.account && found.cash === simulated.cash;
}
