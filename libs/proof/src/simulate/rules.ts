import { Policies } from '@gongji/application/deciding';
import {
  decidePublication,
  deciding,
  isAmount,
  isDate,
  PackDefect,
  Policy,
  type ParametersState,
  type PlainDate,
  type PolicyPack,
  type PolicyTable,
  type TableRow,
} from '@gongji/core';

/** Another value for the rows of a table, or for one of them. */
export interface RowChange {
  /** "ordinary.rate", or "ordinary.rate/3" for the third row alone. */
  readonly row: string;
  /** Yuan, a rate, "none" for a cap that is no more, or a word of the table. */
  readonly value: string;
}

/** Another value of a local parameter, from a day on, whatever the log has for later days. */
export interface ParameterChange {
  readonly name: string;
  readonly value: string;
  /** Default: the first day of the period. */
  readonly from?: PlainDate;
}

/** What is different from the rules that decided. Nothing at all is an identity: no amount may change. */
export interface Changes {
  /** Another pack of the region, and its content hash. */
  readonly pack?: { readonly pack: PolicyPack; readonly hash: string };
  readonly rows: readonly RowChange[];
  readonly parameters: readonly ParameterChange[];
}

/** Business dates, both included, whose rules are other ones. */
export interface Period {
  readonly from: PlainDate;
  readonly to: PlainDate;
}

/** What was asked cannot be simulated, and why: one sentence for the person who asked. */
export class NotSimulable extends Error {
  override readonly name = 'NotSimulable';
}

/** The rules of a simulation: those that decided, and the other ones. */
export interface Rules {
  readonly region: string;
  readonly original: Policies;
  readonly other: Policies;
  readonly period: Period;
  /** The region's parameters as the simulation has them. */
  readonly parameters: (published: ParametersState) => ParametersState;
}

/**
 * Makes the rules of a simulation.
 *
 * @param published the region's local parameters as the log has them.
 * @throws NotSimulable for a region, pack, row, parameter or period that does not fit.
 */
export function rulesOf(
  original: Policies,
  region: string,
  changes: Changes,
  told: Partial<Period>,
  published: ParametersState,
): Rules {
  const policy = original.of(region);
  if (policy === undefined) throw new NotSimulable(`There are no rules for the region ${region}.`);
  const pack = changes.pack?.pack ?? policy.pack;
  if (pack.region !== region) throw new NotSimulable(`The pack is that of ${pack.region}, not of ${region}.`);
  const period = periodOf(told, pack);
  const other = policyOf({ ...pack, tables: changedTables(pack, changes.rows) }, changes.pack?.hash ?? policy.hash);
  const policies = new Policies(
    original.regions().map((each) => (each === region ? other : (original.of(each) as Policy))),
  );
  const parameters = overridden(changes.parameters, period.from);
  checkParameters(changes.parameters, { region, policies, period, published });
  return { region, original, other: policies, period, parameters };
}

function periodOf({ from, to }: Partial<Period>, { inForce, document }: PolicyPack): Period {
  for (const day of [from, to]) {
    if (day !== undefined) requireDate(day);
  }
  const period = { from: from ?? inForce.from, to: to ?? inForce.until ?? '2999-12-31' };
  if (period.from > period.to) throw new NotSimulable(`The period begins on ${period.from}, after its end.`);
  if (period.from < inForce.from || (inForce.until !== undefined && period.to > inForce.until)) {
    const until = inForce.until === undefined ? '' : ` to ${inForce.until}`;
    throw new NotSimulable(`${document.id} is in force from ${inForce.from}${until}: the period must lie within.`);
  }
  return period;
}

function requireDate(day: string): void {
  if (!(isDate as (text: string) => boolean)(day)) throw new NotSimulable(`"${day}" is no date such as 2023-06-30.`);
}

function policyOf(pack: PolicyPack, hash: string): Policy {
  try {
    return new Policy(pack, hash);
  } catch (error) {
    if (error instanceof PackDefect) throw new NotSimulable(error.message);
    throw error;
  }
}

function changedTables(pack: PolicyPack, changes: readonly RowChange[]): readonly PolicyTable[] {
  return changes.reduce(
    (tables, change) => {
      const [name = '', number] = change.row.split('/');
      const table = tables.find((each) => each.table === name);
      if (table === undefined) throw new NotSimulable(`${pack.document.id} has no table ${name}.`);
      requireValue(table, change.value);
      const other = { ...table, rows: table.rows.map((row, at) => changedRow(row, at, number, change.value)) };
      if (number !== undefined && table.rows[Number(number) - 1] === undefined) {
        throw new NotSimulable(`The table ${name} has ${String(table.rows.length)} rows, no ${number}.`);
      }
      return tables.map((each) => (each === table ? other : each));
    },
    [...pack.tables],
  );
}

function changedRow(row: TableRow, at: number, number: string | undefined, value: string): TableRow {
  return number === undefined || Number(number) === at + 1 ? { ...row, value } : row;
}

const RATE = /^(0(\.\d{1,6})?|1(\.0{1,6})?)$/;

function requireValue({ table, unit, choices = [] }: PolicyTable, value: string): void {
  const says = {
    yuan: 'an amount in yuan such as "200.00"',
    rate: 'a rate such as "0.55"',
    choice: `one of ${choices.join(', ')}`,
  }[unit];
  const fits = {
    yuan: isAmount(value) || (value === 'none' && table.endsWith('.cap')),
    rate: RATE.test(value),
    choice: choices.includes(value),
  }[unit];
  if (!fits) throw new NotSimulable(`${table} needs ${says}, not "${value}".`);
}

/** The same checks as for a publication: the name, the form of the value, and the document's own limits. */
function checkParameters(
  changes: readonly ParameterChange[],
  {
    region,
    policies,
    period,
    published,
  }: {
    readonly region: string;
    readonly policies: Policies;
    readonly period: Period;
    readonly published: ParametersState;
  },
): void {
  let state = published;
  for (const { name, value, from = period.from } of changes) {
    requireDate(from);
    const command = {
      type: 'PublishParameters',
      commandId: 'simulation',
      region,
      effectiveFrom: from,
      values: { [name]: value },
      basis: 'simulation',
    } as const;
    const decided = deciding(() =>
      decidePublication(command, state, policies.of(region) as Policy, policies.parameters),
    );
    if (!decided.ok) throw new NotSimulable(decided.refusal.message);
    state = overridden([{ name, value, from }], from)(state);
  }
}

/** A value holds from its day on, also where the log has a later one. */
function overridden(
  changes: readonly ParameterChange[],
  first: PlainDate,
): (published: ParametersState) => ParametersState {
  const known = new WeakMap<ParametersState, ParametersState>();
  return (published) => {
    const made = known.get(published) ?? changed(published, changes, first);
    known.set(published, made);
    return made;
  };
}

function changed(published: ParametersState, changes: readonly ParameterChange[], first: PlainDate): ParametersState {
  let state = published;
  for (const { name, value, from = first } of changes) {
    for (const day of [from, ...published.days.filter((later) => later > from)]) {
      const data = { effectiveFrom: day, values: { [name]: value }, basis: 'simulation' };
      state = state.evolve({ type: 'ParametersPublished', occurredOn: day, data });
    }
  }
  return state;
}
