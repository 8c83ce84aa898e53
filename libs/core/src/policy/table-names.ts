/**
 * The tables that every pack must answer: what the ledger asks a document. (The tables of programmes — deductible, rate, cap —
 * are named by the programme rules themselves.) What is known when a table is asked stands in asked-tables.ts.
 *
 * `coverage.*` answer "covered" or the reason why the pooled fund does not pay, and are asked in the order of COMMANDS.md:
 * inpatient stay, account, place, pooling, institution, prescription, tier, hours.
 */
export const TABLES = {
  /** Which plans may be enrolled: admitted | not-offered. By employment, plan. */
  planAdmitted: 'plan.admitted',
  /** Whole contribution rate of the base. By employment (on-job, flexible), plan. */
  wholeRate: 'contribution.wholeRate',
  /** Rate of the base that the person's own contribution puts into the account. By employment (on-job, flexible), plan. */
  personalCredit: 'account.personalCredit',
  /** Rate of the base that the pool puts into the account out of the employer's part. By employment (on-job, flexible), plan; age. */
  employerCredit: 'account.employerCredit',
  /** A retired person's month, in yuan. By plan; age. */
  retireeCredit: 'account.retireeCredit',
  /** Whether a certificate still opens its benefit: holds | ended. By programme (certified ones), superseded. */
  certificateHolds: 'certificate.holds',
  /** Ordinary care during an inpatient stay: covered | inpatient-stay. By programme. */
  coverageInpatientStay: 'coverage.inpatientStay',
  /** covered | no-account. By programme, plan. */
  coverageAccount: 'coverage.account',
  /** covered | not-registered | claim-required. By programme, place, route. */
  coveragePlace: 'coverage.place',
  /** covered | pharmacy-not-covered | internet-not-covered. By programme, institution, dualChannel. */
  coverageInstitution: 'coverage.institution',
  /** covered | institution-not-pooling. By programme, institution, pooling. */
  coveragePooling: 'coverage.pooling',
  /** covered | no-prescription. By programme, institution, prescription. */
  coveragePrescription: 'coverage.prescription',
  /** covered | tier-not-covered. By programme, tier. */
  coverageTier: 'coverage.tier',
  /** covered | over-48-hours. By programme, stay. */
  coverageHours: 'coverage.hours',
  /** Whose tier pays: own | host | prescriber | pharmacy | tier-1. By programme, institution. */
  paidTier: 'visit.paidTier',
  /** Last day of the next year on which a claim is taken: none | "MM-DD". By place. */
  claimLastDay: 'claim.lastDay',
  /** What an account may pay at an institution: allowed | not-allowed. By expense, beneficiary, insured. */
  useExpense: 'account.useExpense',
  /** Which premiums an account may pay: allowed | not-allowed. By product, beneficiary, employment, insured. */
  usePremium: 'account.usePremium',
  /** Whether an account may pay a visit's own share: allowed | not-allowed. By beneficiary, insured. */
  useVisit: 'account.useVisit',
} as const;
