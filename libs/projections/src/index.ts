export type { OpenHold, StatementLine, StatementOptions } from './accounts/query.ts';
export type { AccountMovement, MovementFilter } from './accounts/walk.ts';
export type { AccumulatorsAnswer } from './accumulators/query.ts';
export type { JournalEntry, JournalOptions } from './bookkeeping/query.ts';
export type { AssessmentRow, ContractRow, TermsOptions } from './contracts/query.ts';
export type { CasesOptions, SupervisionCase } from './cases/query.ts';
export type { ContributionRow, MonthSpan } from './contributions/query.ts';
export type { ExportsOptions, RecordedExport } from './exports/query.ts';
export type { Known } from './framework/known.ts';
export type { Page, PageOptions } from './framework/page.ts';
export type { FundAnswer } from './fund/query.ts';
export type { Designation } from './institutions/designation.ts';
export type { Institution, InstitutionsOptions } from './institutions/query.ts';
export type { Payment, PaymentsFilter, PaymentStatus } from './payables/payments.ts';
export { PAYMENT_STATUSES } from './payables/payments.ts';
export type { DueMonth, PayableMonth, PayablesFilter } from './payables/query.ts';
export type { PersonOverview } from './persons/overview.ts';
export type { UnfinishedProcess } from './processes/query.ts';
export { EventsMissing } from './project-all.ts';
export { VIEW_NAMES, type ViewName } from './projections.ts';
export type { Scope } from './reconciliations/ledger-side.ts';
export type { ItemState } from './reconciliations/project.ts';
export type {
  ItemFigures,
  ItemsFilter,
  ReconciliationFilter,
  ReconciliationItemRow,
  ReconciliationRow,
} from './reconciliations/query.ts';
export type { Settlement } from './settlements/query.ts';
export type { InstitutionSum, InstitutionSums } from './settlements/institution-sums.ts';
export { CLEARING_TYPES, type ClearingType, type SettlementFilter } from './settlements/walk.ts';
export { AGE_BANDS } from './statistics/count.ts';
export {
  CARE_GROUPS,
  type BudgetedLine,
  type CareGroup,
  type CareOptions,
  type CareStatistics,
  type FundMonth,
} from './statistics/query.ts';
export type { Warning, WarningsOptions } from './warnings/query.ts';
export { compareViews, type ViewDifference } from './compare.ts';
export { WholeRegion } from './whole-region.ts';
export { Views, type ViewsOptions } from './views.ts';
export { RebuildStopped, type RebuildOptions, type RebuildProgress, type RebuiltView } from './rebuild/rebuild.ts';
export { wordsOf as wordsOfRebuilt } from './rebuild/words.ts';
