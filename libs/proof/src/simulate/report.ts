import { yuanOf, type Cell, type Dimension } from './effect.ts';
import type { Changes, Period } from './rules.ts';
import { BANDS, changeIn, gainOf, type Change, type GroupChange, type RefusedThen, type Sums } from './tally.ts';

/** What the log has, what the other rules would have given, and the second less the first: yuan with two decimals. */
export interface Compared {
  readonly found: string;
  readonly simulated: string;
  readonly change: string;
}

export interface ComparedChange {
  /** What the pooled fund pays for care. */
  readonly pooled: Compared;
  /** What it leaves to the patients: from accounts or in cash. */
  readonly patient: Compared;
  readonly account: Compared;
  readonly cash: Compared;
  /** What contributions and monthly credits put into accounts. */
  readonly credited: Compared;
  /** What people would have more: the change of `credited` less that of `patient`. */
  readonly gain: string;
}

export interface ComparedGroup extends ComparedChange {
  readonly persons: number;
  readonly winners: number;
  readonly losers: number;
}

export interface ComparedPerson extends ComparedChange {
  readonly personId: string;
  /** Settlements that would have come out otherwise. */
  readonly changed: number;
}

/** What a simulation says. */
export interface SimulationReport {
  readonly region: string;
  readonly period: Period;
  /** Position of the log up to which history was simulated. */
  readonly upTo: string;
  readonly rules: {
    /** "zibo-2022/1" and its content hash. */
    readonly pack: string;
    readonly packHash: string;
    readonly rows: Changes['rows'];
    readonly parameters: Changes['parameters'];
  };
  readonly persons: number;
  readonly settlements: number;
  /** Settlements that would have come out otherwise. */
  readonly changed: number;
  /** What the pooled fund would have spent more: payments and what it puts into accounts, less income. */
  readonly cost: string;
  /** By month of the business date and line: "income", "to-accounts", "payment:ordinary". */
  readonly months: readonly ({ readonly month: string; readonly line: string } & Compared)[];
  readonly lines: readonly ({ readonly line: string } & Compared)[];
  /** Everybody who had any movement. */
  readonly all: ComparedGroup;
  readonly groups: readonly ({ readonly dimension: Dimension; readonly value: string } & ComparedGroup)[];
  /** Persons by the change of what they pay for care, yuan: above `over` (from it on, where negative), up to `upTo` (below it, where negative). */
  readonly distribution: readonly {
    readonly over: string | null;
    readonly upTo: string | null;
    readonly persons: number;
  }[];
  /** By the size of the gain or loss. */
  readonly largest: readonly ComparedPerson[];
  /** Commands that the other rules would have refused, by code; the first of them. */
  readonly refusals: { readonly [code: string]: number };
  readonly refused: readonly RefusedThen[];
  /** Events outside the period that stand as they are, because the rules that decided them are not at hand. */
  readonly taken: number;
}

/** What was simulated. */
export interface SimulatedWhat {
  readonly region: string;
  readonly period: Period;
  readonly upTo: bigint;
  readonly changes: Changes;
  readonly pack: { readonly id: string; readonly hash: string };
}

/** The sums as people and programs read them. */
export function simulationReport({ region, period, upTo, changes, pack }: SimulatedWhat, sums: Sums): SimulationReport {
  const months = Object.entries(sums.months)
    .sort(byKey)
    .flatMap(([month, lines]) =>
      Object.entries(lines)
        .sort(byKey)
        .map(([line, cell]) => ({ month, line, cell })),
    );
  const lines = new Map<string, Cell>();
  for (const { line, cell } of months) {
    const known = lines.get(line) ?? { found: 0, simulated: 0 };
    lines.set(line, { found: known.found + cell.found, simulated: known.simulated + cell.simulated });
  }
  const cost = [...lines].reduce((sum, [line, cell]) => sum + (line === 'income' ? -1 : 1) * changeIn(cell), 0);
  return {
    region,
    period,
    upTo: String(upTo),
    rules: { pack: pack.id, packHash: pack.hash, rows: changes.rows, parameters: changes.parameters },
    persons: sums.persons,
    settlements: sums.settlements,
    changed: sums.changed,
    cost: yuanOf(cost),
    months: months.map(({ month, line, cell }) => ({ month, line, ...compared(cell) })),
    lines: [...lines].sort(byKey).map(([line, cell]) => ({ line, ...compared(cell) })),
    all: comparedGroup(sums.all),
    groups: (['status', 'age', 'tier'] as const).flatMap((dimension) =>
      Object.entries(sums.groups[dimension])
        .sort(byKey)
        .map(([value, group]) => ({ dimension, value, ...comparedGroup(group) })),
    ),
    distribution: sums.bands.map((persons, at) => ({ ...boundsOf(at), persons })),
    largest: sums.largest.map((person) => ({
      personId: person.personId,
      changed: person.changed,
      ...comparedChange(person),
    })),
    refusals: sums.refusals,
    refused: sums.refused,
    taken: sums.taken,
  };
}

function byKey([a]: readonly [string, unknown], [b]: readonly [string, unknown]): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

function compared(cell: Cell): Compared {
  return { found: yuanOf(cell.found), simulated: yuanOf(cell.simulated), change: yuanOf(changeIn(cell)) };
}

function comparedChange(change: Change): ComparedChange {
  return {
    pooled: compared(change.pooled),
    patient: compared(change.patient),
    account: compared(change.account),
    cash: compared(change.cash),
    credited: compared(change.credited),
    gain: yuanOf(gainOf(change)),
  };
}

function comparedGroup(group: GroupChange): ComparedGroup {
  const { persons, winners, losers } = group;
  return { persons, winners, losers, ...comparedChange(group) };
}

/** A bound of whole yuan stands for itself; one fen above it says "above it". */
function boundsOf(at: number): { readonly over: string | null; readonly upTo: string | null } {
  const bound = (index: number): string | null => {
    const fen = BANDS[index];
    return fen === undefined ? null : yuanOf(fen > 0 ? fen - 1 : fen);
  };
  return { over: at === 0 ? null : bound(at - 1), upTo: bound(at) };
}

/** The report as tables for a spreadsheet: a name and the text of a CSV file each (RFC 4180). */
export function simulationTables(report: SimulationReport): readonly { readonly name: string; readonly csv: string }[] {
  const changed = ({ pooled, patient, account, cash, credited, gain }: ComparedChange): readonly string[] => [
    ...[pooled, patient, account, cash, credited].flatMap(({ found, simulated, change }) => [found, simulated, change]),
    gain,
  ];
  const heads = ['pooled', 'patient', 'account', 'cash', 'credited'].flatMap((name) =>
    ['found', 'simulated', 'change'].map((which) => `${name}_${which}`),
  );
  return [
    {
      name: 'months',
      csv: csvOf(
        ['month', 'line', 'found', 'simulated', 'change'],
        report.months.map(({ month, line, found, simulated, change }) => [month, line, found, simulated, change]),
      ),
    },
    {
      name: 'groups',
      csv: csvOf(
        ['dimension', 'value', 'persons', 'winners', 'losers', ...heads, 'gain'],
        [{ dimension: 'all', value: '', ...report.all }, ...report.groups].map((group) => [
          ...[group.dimension, group.value],
          ...[group.persons, group.winners, group.losers].map(String),
          ...changed(group),
        ]),
      ),
    },
    {
      name: 'distribution',
      csv: csvOf(
        ['over', 'up_to', 'persons'],
        report.distribution.map(({ over, upTo, persons }) => [over ?? '', upTo ?? '', String(persons)]),
      ),
    },
    {
      name: 'largest',
      csv: csvOf(
        ['person', 'changed_settlements', ...heads, 'gain'],
        report.largest.map((person) => [person.personId, String(person.changed), ...changed(person)]),
      ),
    },
  ];
}

function csvOf(head: readonly string[], rows: readonly (readonly string[])[]): string {
  return [head, ...rows].map((row) => `${row.map(quoted).join(',')}\r\n`).join('');
}

/** What a spreadsheet would take for a formula is shown as text. */
function quoted(field: string): string {
  const text = /^[=+@\t\r]/.test(field) || /^-[^\d]/.test(field) ? `'${field}` : field;
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
