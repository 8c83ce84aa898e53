import { monthOf, type LedgerEvent, type VisitSettled } from '@gongji/core';
import { fenOf, safe } from '../framework/amounts.ts';
import type { LogEvent } from '../framework/log-event.ts';
import type { Row } from '../framework/table.ts';
import {
  CARE_SUMS,
  type AGENCIES,
  type BUDGETS,
  type CARE_STATISTICS,
  type COUNTED_VISITS,
  type FUND_STATISTICS,
  type FundHeading,
  type STANDING_CARE,
} from './table.ts';

export type CareRow = Row<typeof CARE_STATISTICS>;
type FundRow = Row<typeof FUND_STATISTICS>;
type Fact<T extends LedgerEvent['type']> = Extract<LedgerEvent, { readonly type: T }>;

/** Ages by the bounds that the documents know: 45 (zibo art. 5) and 70 (zibo art. 5, baoshan art. 9, 12), others in between. */
export const AGE_BANDS = ['0-34', '35-44', '45-54', '55-64', '65-69', '70+'] as const;

/** The band of an age in completed years on the visit's date. */
export function ageBandOf(age: number): (typeof AGE_BANDS)[number] {
  const bound = AGE_BANDS.find((band) => age <= Number(band.split('-')[1] ?? Infinity));
  return bound ?? '70+';
}

/** A settlement as it is counted in the month of its business date. */
export function careOf(event: LogEvent, data: VisitSettled): CareRow {
  const { total, inScope, facts } = data;
  return {
    region: event.region,
    month: monthOf(event.occurredOn),
    institution_id: data.institutionId,
    tier: facts.tier,
    status: facts.employment,
    age_band: ageBandOf(facts.age),
    programme: data.programme,
    visits: 1,
    total_fen: fenOf(total),
    in_scope_fen: fenOf(inScope),
    self_pay_first_fen: fenOf(data.selfPayFirst),
    deductible_fen: fenOf(data.deductible),
    pooled_fen: fenOf(data.pooled),
    outpatient_pooling_fen: fenOf(data.payments.ordinary ?? '0.00'),
    account_fen: fenOf(data.account),
    cash_fen: fenOf(data.cash),
    out_of_catalogue_fen:
      data.outOfCatalogue === undefined ? fenOf(total) - fenOf(inScope) : fenOf(data.outOfCatalogue),
    examination_fen: fenOf(data.examination ?? '0.00'),
  };
}

/** A settlement as it is kept for its reversal. */
export function countedVisitOf(care: CareRow, { region, id }: LogEvent, fact: Settled): CountedVisit {
  return {
    region,
    person_id: id,
    visit_id: fact.data.visitId,
    institution_id: care.institution_id,
    month: visitMonthOf(fact),
    programme: care.programme,
    counted: JSON.stringify(COUNTED.map((column) => care[column])),
  };
}

/** What was counted, taken off in the month of the reversal. */
export function takenBack({ region, institution_id, programme, counted }: KeptVisit, month: string): CareRow {
  const values = JSON.parse(counted) as readonly (string | number)[];
  const of = Object.fromEntries(
    COUNTED.map((column, at) => [column, typeof values[at] === 'number' ? safe(-values[at]) : values[at]]),
  ) as Pick<CareRow, (typeof COUNTED)[number]>;
  return { region, month, institution_id, programme, ...of };
}

/** What is kept of a settlement beside what stands in columns of their own, in this order. */
const COUNTED = ['tier', 'status', 'age_band', ...CARE_SUMS] as const;

export type CountedVisit = Row<typeof COUNTED_VISITS>;
type KeptVisit = Pick<CountedVisit, 'region' | 'institution_id' | 'programme' | 'counted'>;

/** The month of the visit that is settled, or taken back. */
export function visitMonthOf({ data, occurredOn }: Settled): string {
  return monthOf('visitDate' in data ? data.visitDate : occurredOn);
}

export type Settled = Fact<'VisitSettled' | 'ReimbursementSettled' | 'SettlementReversed'>;

export function isSettled(fact: LedgerEvent): fact is Settled {
  const { type } = fact;
  return type === 'VisitSettled' || type === 'ReimbursementSettled' || type === 'SettlementReversed';
}

/** What a row of care adds to what stands of the visits of a month, or takes off. */
export function standingOf(care: CareRow, fact: Settled): Row<typeof STANDING_CARE> {
  return {
    region: care.region,
    institution_id: care.institution_id,
    month: visitMonthOf(fact),
    programme: care.programme,
    visits: care.visits,
    total_fen: care.total_fen,
    in_scope_fen: care.in_scope_fen,
    pooled_fen: care.pooled_fen,
    account_fen: care.account_fen,
    family_fen: fact.data.accountOwner === undefined ? 0 : care.account_fen,
    cash_fen: care.cash_fen,
  };
}

interface Line {
  readonly heading: FundHeading;
  readonly fen: number;
  readonly count: number;
  readonly detail?: string;
  readonly institution_id?: string;
}

/** What an event adds to the fund's statistics. */
export function fundRowsOf({ region, fact }: LogEvent): readonly FundRow[] {
  const month = monthOf(fact.occurredOn);
  return linesOf(fact).map((line) => ({ region, month, detail: '', institution_id: '', ...line }));
}

function linesOf(fact: LedgerEvent): readonly Line[] {
  switch (fact.type) {
    case 'ContributionRecorded':
    case 'ContributionReversed':
      return contributed(fact);
    case 'VisitSettled':
    case 'ReimbursementSettled':
    case 'SettlementReversed':
      return settled(fact);
    case 'AccountCredited': {
      const { cause, amount } = fact.data;
      const fen = fenOf(amount);
      if (cause !== 'month') return [];
      return [
        { heading: 'to-accounts', fen, count: 1 },
        { heading: 'retired-months', fen, count: 1 },
      ];
    }
    case 'AccountDebited': {
      if (fact.data.cause !== 'expense') return [];
      const { kind: detail, institutionId: institution_id, amount } = fact.data;
      return [{ heading: 'account-expenses', detail, institution_id, fen: fenOf(amount), count: 1 }];
    }
    case 'PremiumPaid':
      return [{ heading: 'account-premiums', detail: fact.data.product, fen: fenOf(fact.data.amount), count: 1 }];
    case 'AmountRecovered':
      return [{ heading: 'recoveries', fen: fenOf(fact.data.amount), count: 1 }];
    default:
      return [];
  }
}

function contributed(fact: Fact<'ContributionRecorded' | 'ContributionReversed'>): readonly Line[] {
  const count = fact.type === 'ContributionRecorded' ? 1 : -1;
  const { amount, personal, fromPool } = fact.data;
  const lines: Line[] = [
    { heading: 'income', fen: count * (fenOf(amount) - fenOf(personal)), count },
    { heading: 'personal-contributions', fen: count * fenOf(personal), count },
  ];
  if (fenOf(fromPool) !== 0) lines.push({ heading: 'to-accounts', fen: count * fenOf(fromPool), count });
  return lines;
}

function settled(fact: Settled): readonly Line[] {
  const count = fact.type === 'SettlementReversed' ? -1 : 1;
  const { payments, account } = fact.data;
  const lines = Object.entries(payments).map(([detail, amount]): Line => {
    return { heading: 'pooled', detail, fen: count * fenOf(amount), count };
  });
  if (fenOf(account) !== 0) lines.push({ heading: 'account-visits', fen: count * fenOf(account), count });
  return lines;
}

export function agencyOf({ region, id, fact }: LogEvent): Row<typeof AGENCIES> | undefined {
  if (fact.type !== 'AgencyAssigned') return undefined;
  const { agency, from } = fact.data;
  return { region, institution_id: id, from_month: monthOf(from), agency };
}

export function budgetOf({ region, position, fact }: LogEvent): Row<typeof BUDGETS> | undefined {
  if (fact.type !== 'BudgetSet') return undefined;
  const { year, line, amount } = fact.data;
  return { region, year, line, fen: fenOf(amount), position };
}
