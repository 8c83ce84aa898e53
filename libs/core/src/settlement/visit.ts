import type { PlainDate } from '../calendar/calendar.ts';
import type { ParameterLookup } from '../policy/evaluate.ts';
import type { Facts, Programme } from '../policy/pack.ts';
import type { Policy } from '../policy/policy.ts';
import type { Exact } from '../money/money.ts';
import type { AccumulatorMovement, CompactStep } from '../ledger/insured-person/events.ts';

/** A visit as the steps of a settlement see it: everything found, nothing left to look up but the rules. */
export interface Visit {
  readonly policy: Policy;
  readonly parameters: ParameterLookup;
  /** The visit's date: decides rules, age, status and year (POLICY A2, A7, A8). */
  readonly on: PlainDate;
  readonly programme: Programme;
  readonly facts: Facts;
  /** Name of the negotiated drug, where there is one. */
  readonly drug: string | undefined;
  readonly exclusion: string | undefined;
  readonly duringStay: boolean;
  readonly suspended: boolean;
  /** Where a condition is named without a certificate and the visit is paid as ordinary care: the step that says so. */
  readonly uncertified: CompactStep | undefined;
  readonly total: Exact;
  readonly inScope: Exact;
  /** What the year's accumulators held before the visit. */
  readonly accumulated: (accumulator: string) => { readonly deductible: Exact; readonly paid: Exact };
}

/** What the pooled fund does for a visit, before any account pays. */
export interface PooledPart {
  readonly reason: string | null;
  readonly selfPayFirst: Exact;
  readonly deductible: Exact;
  /** By line, none of zero. */
  readonly payments: ReadonlyMap<string, Exact>;
  readonly pooled: Exact;
  readonly moved: readonly AccumulatorMovement[];
  readonly steps: readonly CompactStep[];
}
