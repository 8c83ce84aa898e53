import type { AmountRecovered, CaseDecided, CaseHandedOver, CaseOpened, PlainDate } from '@gongji/core';
import type { Kysely, Transaction } from 'kysely';
import type { ViewTables } from '../database.ts';
import { snapshot } from '../engine/engine.ts';
import { EVER, type Moment } from '../framework/moment.ts';
import { pageBounds, pageOf, type Page, type PageOptions } from '../framework/page.ts';

interface Dated {
  readonly date: PlainDate;
  readonly position: string;
}

/** A case, and what has become of it. Amounts are yuan. */
export interface SupervisionCase extends CaseOpened, Dated {
  readonly caseId: string;
  /** Recovering: decided, and money is still to come. */
  readonly status: 'open' | 'recovering' | 'closed';
  readonly decision: (CaseDecided & Dated) | null;
  readonly handedOver: readonly (CaseHandedOver & Dated)[];
  readonly recoveries: readonly (Pick<AmountRecovered, 'amount' | 'reference'> & Dated)[];
  readonly recovered: string;
  /** Of what was decided, still to come. */
  readonly left: string;
}

export interface CasesOptions extends PageOptions {
  readonly caseId?: string;
  readonly violation?: string;
  readonly institutionId?: string;
  readonly personId?: string;
  /** A warning's place in the list of warnings. */
  readonly warning?: string;
}

/** A region's cases in the order of opening, as they were known and had come at a moment. */
export function casesIn(
  database: Kysely<ViewTables>,
  region: string,
  options: CasesOptions = {},
  moment: Moment = EVER,
): Promise<Page<SupervisionCase>> {
  return snapshot(database, async (transaction) => {
    const rows = await openedIn(transaction, region, options, moment);
    const page = pageOf(rows, options, (row) => row);
    const steps = await stepsOf(transaction, region, page.rows, moment);
    return { ...page, rows: page.rows.map((row) => caseOf(row, steps)) };
  });
}

interface OpenedRow {
  readonly case_id: string;
  readonly position: number;
  readonly day: string;
  readonly opened: string;
}

interface StepRow {
  readonly case_id: string;
  readonly position: number;
  readonly day: string;
  readonly type: string;
  readonly data: string;
}

function openedIn(
  transaction: Transaction<ViewTables>,
  region: string,
  options: CasesOptions,
  moment: Moment,
): Promise<readonly OpenedRow[]> {
  const { after, limit } = pageBounds(options);
  const { caseId, violation, institutionId, personId, warning } = options;
  let rows = transaction
    .selectFrom('cases')
    .select(['case_id', 'position', 'day', 'opened'])
    .where('region', '=', region)
    .where('position', '>', after)
    .where('position', '<=', moment.upTo)
    .where('day', '<=', moment.day);
  if (caseId !== undefined) rows = rows.where('case_id', '=', caseId);
  if (violation !== undefined) rows = rows.where('violation', '=', violation);
  if (institutionId !== undefined) rows = rows.where('institution_id', '=', institutionId);
  if (personId !== undefined) rows = rows.where('person_id', '=', personId);
  if (warning !== undefined) {
    rows = rows.where('case_id', 'in', (about) =>
      about
        .selectFrom('case_warnings')
        .select('case_id')
        .where('region', '=', region)
        .where('entry', '=', Number(warning)),
    );
  }
  return rows.orderBy('position').limit(limit).execute();
}

async function stepsOf(
  transaction: Transaction<ViewTables>,
  region: string,
  cases: readonly OpenedRow[],
  moment: Moment,
): Promise<readonly StepRow[]> {
  if (cases.length === 0) return [];
  return transaction
    .selectFrom('case_steps')
    .select(['case_id', 'position', 'day', 'type', 'data'])
    .where('region', '=', region)
    .where(
      'case_id',
      'in',
      cases.map(({ case_id }) => case_id),
    )
    .where('position', '<=', moment.upTo)
    .where('day', '<=', moment.day)
    .orderBy('position')
    .execute();
}

function read<T>({ day, position, data }: Pick<StepRow, 'day' | 'position' | 'data'>): T & Dated {
  return { ...(JSON.parse(data) as T), date: day, position: String(position) };
}

function caseOf(row: OpenedRow, all: readonly StepRow[]): SupervisionCase {
  const steps = all.filter(({ case_id }) => case_id === row.case_id);
  const of = (type: string): readonly StepRow[] => steps.filter((step) => step.type === type);
  const [decision = null] = of('CaseDecided').map((step) => read<CaseDecided>(step));
  const paid = of('AmountRecovered').map((step) => read<AmountRecovered>(step));
  const { recovered = '0.00', left = decision?.amountToRecover ?? '0.00' } = paid.at(-1) ?? {};
  return {
    caseId: row.case_id,
    ...read<CaseOpened>({ ...row, data: row.opened }),
    status: decision === null ? 'open' : left === '0.00' ? 'closed' : 'recovering',
    decision,
    handedOver: of('CaseHandedOver').map((step) => read<CaseHandedOver>(step)),
    recoveries: paid.map(({ amount, reference, date, position }) => ({ amount, reference, date, position })),
    recovered,
    left,
  };
}

/** The cases about each of some warnings, by the warning's place: those that were known and opened at a moment. */
export async function casesAbout(
  database: Kysely<ViewTables>,
  region: string,
  entries: readonly number[],
  moment?: Moment,
): Promise<ReadonlyMap<number, readonly string[]>> {
  const about = new Map<number, string[]>();
  if (entries.length === 0) return about;
  let rows = database
    .selectFrom('case_warnings')
    .select(['entry', 'case_id'])
    .where('region', '=', region)
    .where('entry', 'in', [...entries]);
  if (moment !== undefined) {
    rows = rows.where('case_id', 'in', (opened) =>
      opened
        .selectFrom('cases')
        .select('case_id')
        .where('region', '=', region)
        .where('position', '<=', moment.upTo)
        .where('day', '<=', moment.day),
    );
  }
  for (const { entry, case_id } of await rows.orderBy('entry').orderBy('case_id').execute()) {
    const place = Number(entry);
    about.set(place, [...(about.get(place) ?? []), case_id]);
  }
  return about;
}
