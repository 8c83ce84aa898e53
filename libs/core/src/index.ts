export * from './bookkeeping/chart.ts';
export * from './bookkeeping/entries.ts';
export * from './bookkeeping/months.ts';
export * from './bookkeeping/postings.ts';
export * from './bookkeeping/statements.ts';
export * from './calendar/calendar.ts';
export * from './ledger/access/access.ts';
export * from './ledger/answer.ts';
export * from './ledger/claim/claim.ts';
export type * from './ledger/commands.ts';
export type * from './ledger/event.ts';
export * from './ledger/fund/compare-rows.ts';
export * from './ledger/fund/fund.ts';
export * from './ledger/fund/fund-sums.ts';
export * from './ledger/fund/month-closing.ts';
export * from './ledger/fund/pool-movements.ts';
export {
  decideItemResolution,
  decideReconciliation,
  inTermsOf,
  MOST_DIFFERENCES,
  rulesOf,
  type DifferenceKind,
  type FoundSettlement,
  type LedgerSide,
  type ReconciledAmounts,
  type ReconciledTotals,
  type ReconciliationEvent,
  type ReconciliationItem,
  type ReconciliationRecorded,
  type ReconciliationRules,
  type SettlementKey,
} from './ledger/fund/reconciliation.ts';
export * from './ledger/institution/agency.ts';
export * from './ledger/institution/institution.ts';
export type * from './ledger/institution/commands.ts';
export {
  decideAssessment,
  decideContract,
  type AssessmentRecorded,
  type ContractAgreed,
} from './ledger/institution/contracts.ts';
export * from './ledger/institution/decide-payment.ts';
export { duePayments, type DuePayment, type DuePayments } from './ledger/institution/due-payments.ts';
export {
  PayableMonths,
  type AddedToMonth,
  type CasesOfProgramme,
  type Payable,
  type PayableMonthTotals,
} from './ledger/institution/month-due.ts';
export { linesOfPayment } from './ledger/institution/payment-lines.ts';
export * from './ledger/institution/payment-terms.ts';
export {
  evolvePayments,
  NO_PAYMENTS,
  PAYMENT_LINES,
  readPaymentId,
  type MonthAmount,
  type PaymentApproved,
  type PaymentKind,
  type PaymentLine,
  type PaymentLineKind,
  type PaymentMade,
  type PaymentParts,
  type PaymentProposed,
  type PaymentsState,
} from './ledger/institution/payments.ts';
export * from './ledger/insured-person/index.ts';
export * from './ledger/local-parameters/local-parameters.ts';
export * from './ledger/process/process.ts';
export * from './ledger/refusal.ts';
export * from './ledger/seal/seal.ts';
export * from './ledger/supervision-case/commands.ts';
export * from './ledger/supervision-case/supervision-case.ts';
export { factOn } from './ledger/timeline.ts';
export * from './ledger/versions.ts';
export * from './money/capitals.ts';
export * from './money/money.ts';
export * from './policy/asked-tables.ts';
export {
  compileTable,
  counterexamples,
  PackDefect,
  type CompiledTable,
  type Counterexample,
} from './policy/compile.ts';
export type { ParameterLookup } from './policy/evaluate.ts';
export * from './policy/pack.ts';
export * from './policy/policy.ts';
export * from './policy/table-names.ts';
export * from './proof/canonical.ts';
export * from './proof/chain.ts';
export * from './proof/merkle.ts';
export * from './supervision/budget-rule.ts';
export * from './supervision/budget.ts';
export * from './supervision/cards.ts';
export * from './supervision/indicators.ts';
export * from './supervision/measured.ts';
export * from './supervision/ratio.ts';
export * from './supervision/reporting.ts';
export * from './supervision/retired.ts';
export * from './supervision/violations.ts';
export * from './supervision/warning-rules.ts';
export * from './supervision/watch.ts';
