import type { ACCOUNTS, HOLDS, STATEMENT_LINES } from './accounts/table.ts';
import type { ACCUMULATORS } from './accumulators/table.ts';
import type { CLOSED_PERIODS, JOURNAL_ENTRIES, LATE_ENTRIES, POSTING_SUMS } from './bookkeeping/table.ts';
import type { CASE_STEPS, CASE_WARNINGS, CASES } from './cases/table.ts';
import type { INSTITUTION_TERMS } from './contracts/table.ts';
import type { CONTRIBUTION_MONTHS, CONTRIBUTIONS } from './contributions/table.ts';
import type { CHECKPOINTS, REBUILDS } from './framework/checkpoints.ts';
import type { Row } from './framework/table.ts';
import type { EXPORTS } from './exports/table.ts';
import type { FUND_TOTALS, FUND_VISITS } from './fund/table.ts';
import type { INSTITUTIONS } from './institutions/table.ts';
import type { PAYABLES, PAYMENT_STATES, PAYMENT_STEPS } from './payables/table.ts';
import type { PERSONS } from './persons/table.ts';
import type { PROCESSES } from './processes/table.ts';
import type { RECONCILIATION_ITEMS, RECONCILIATIONS, REFUNDS } from './reconciliations/table.ts';
import type { SEQUELS } from './sequels/table.ts';
import type { SETTLEMENTS } from './settlements/table.ts';
import type {
  BUDGETS,
  CARE_STATISTICS,
  COUNTED_VISITS,
  FUND_STATISTICS,
  RETIRED_CHANGES,
  STANDING_CARE,
} from './statistics/table.ts';
import type { WARNINGS, WATCHED_FACTS, WATCHED_SPANS } from './warnings/table.ts';

/** All tables of the views, for typed queries. */
export interface ViewTables {
  readonly checkpoints: Row<typeof CHECKPOINTS>;
  readonly rebuilds: Row<typeof REBUILDS>;
  readonly persons: Row<typeof PERSONS>;
  readonly accounts: Row<typeof ACCOUNTS>;
  readonly statement_lines: Row<typeof STATEMENT_LINES>;
  readonly holds: Row<typeof HOLDS>;
  readonly accumulators: Row<typeof ACCUMULATORS>;
  readonly settlements: Row<typeof SETTLEMENTS>;
  readonly contributions: Row<typeof CONTRIBUTIONS>;
  readonly contribution_months: Row<typeof CONTRIBUTION_MONTHS>;
  readonly fund_totals: Row<typeof FUND_TOTALS>;
  readonly fund_visits: Row<typeof FUND_VISITS>;
  readonly institutions: Row<typeof INSTITUTIONS>;
  readonly institution_terms: Row<typeof INSTITUTION_TERMS>;
  readonly payables: Row<typeof PAYABLES>;
  readonly payment_steps: Row<typeof PAYMENT_STEPS>;
  readonly payment_states: Row<typeof PAYMENT_STATES>;
  readonly journal_entries: Row<typeof JOURNAL_ENTRIES>;
  readonly closed_periods: Row<typeof CLOSED_PERIODS>;
  readonly late_entries: Row<typeof LATE_ENTRIES>;
  readonly posting_sums: Row<typeof POSTING_SUMS>;
  readonly care_statistics: Row<typeof CARE_STATISTICS>;
  readonly standing_care: Row<typeof STANDING_CARE>;
  readonly counted_visits: Row<typeof COUNTED_VISITS>;
  readonly fund_statistics: Row<typeof FUND_STATISTICS>;
  readonly budgets: Row<typeof BUDGETS>;
  readonly retired_changes: Row<typeof RETIRED_CHANGES>;
  readonly watched_facts: Row<typeof WATCHED_FACTS>;
  readonly watched_spans: Row<typeof WATCHED_SPANS>;
  readonly warnings: Row<typeof WARNINGS>;
  readonly cases: Row<typeof CASES>;
  readonly case_steps: Row<typeof CASE_STEPS>;
  readonly case_warnings: Row<typeof CASE_WARNINGS>;
  readonly reconciliations: Row<typeof RECONCILIATIONS>;
  readonly reconciliation_items: Row<typeof RECONCILIATION_ITEMS>;
  readonly refunds: Row<typeof REFUNDS>;
  readonly processes: Row<typeof PROCESSES>;
  readonly sequels: Row<typeof SEQUELS>;
  readonly exports: Row<typeof EXPORTS>;
}
