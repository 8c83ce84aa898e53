import {
  area,
  date,
  id,
  month,
  oneOf,
  Optional,
  positionOrInstant,
  Required,
  timesOf,
  type FieldKind,
  type Form,
} from '@gongji/application';
import { BOOK_ACCOUNT_IDS, DIMENSIONS, type BookAccountId } from '@gongji/core';
import { AGE_BANDS, CARE_GROUPS, CLEARING_TYPES, type CareGroup, type ClearingType } from '@gongji/projections';
import { period, Query, yearText } from '../http/query.ts';
import { statementsReport } from './account-reports.ts';
import { generalLedgerReport, journalReport, trialBalanceReport } from './book-reports.ts';
import { institutionsReport, settlementsReport } from './care-reports.ts';
import { assessmentsReport, contractsReport } from './contract-report.ts';
import { payablesReport, paymentsReport } from './payment-reports.ts';
import type { ExportSources, Report } from './report.ts';
import { careStatisticsReport, fundStatisticsReport } from './statistics-reports.ts';

/** Forms of a file with figures. */
export const FILE_FORMATS = ['xlsx', 'csv'] as const;

export type FileFormat = (typeof FILE_FORMATS)[number];

const programme: FieldKind = oneOf(...DIMENSIONS.programme);
const bookAccount: FieldKind = oneOf(...BOOK_ACCOUNT_IDS);

/** What every export is told: in which form, and for whom. */
export abstract class ExportQuery extends Query {
  @Required(oneOf(...FILE_FORMATS)) format!: FileFormat;
  @Optional(id) actor?: string;
}

/** A report that can be made as of a business date, and as it was known. */
abstract class TimesExport extends ExportQuery {
  @Optional(date) asOf?: string;
  @Optional(positionOrInstant) knownAt?: string;
}

export class SettlementsExport extends ExportQuery {
  @Optional(month) month?: string;
  @Optional(date) from?: string;
  @Optional(date) to?: string;
  @Optional(id) institution?: string;
  @Optional(id) person?: string;
  @Optional(programme) programme?: string;
  @Optional(area) area?: string;
  @Optional(oneOf(...CLEARING_TYPES)) clearingType?: ClearingType;
}

export class InstitutionsExport extends ExportQuery {
  @Optional(month) month?: string;
  @Optional(date) from?: string;
  @Optional(date) to?: string;
  @Optional(id) institution?: string;
  @Optional(programme) programme?: string;
  @Optional(area) area?: string;
  @Optional(oneOf(...CLEARING_TYPES)) clearingType?: ClearingType;
}

export class PayablesExport extends ExportQuery {
  @Optional(month) from?: string;
  @Optional(month) to?: string;
  @Optional(id) institution?: string;
}

export class PaymentsExport extends PayablesExport {}

export class ContractsExport extends ExportQuery {
  @Optional(id) institution?: string;
}

export class AssessmentsExport extends ContractsExport {}

export class StatementsExport extends ExportQuery {
  @Optional(id) person?: string;
  @Optional(date) from?: string;
  @Optional(date) to?: string;
}

export class JournalExport extends TimesExport {
  @Required(month) month!: string;
  @Optional(bookAccount) bookAccount?: BookAccountId;
}

export class GeneralLedgerExport extends TimesExport {
  @Required(yearText) year!: string;
  @Required(bookAccount) bookAccount!: BookAccountId;
}

export class TrialBalanceExport extends TimesExport {
  @Required(period) period!: string;
}

export class FundStatisticsExport extends TimesExport {
  @Required(month) from!: string;
  @Required(month) to!: string;
}

export class CareStatisticsExport extends FundStatisticsExport {
  @Optional(oneOf(...Object.keys(CARE_GROUPS))) by?: CareGroup;
  @Optional(id) institution?: string;
  @Optional(id) agency?: string;
  @Optional(oneOf(...DIMENSIONS.tier)) tier?: string;
  @Optional(oneOf(...DIMENSIONS.employment)) status?: string;
  @Optional(oneOf(...AGE_BANDS)) ageBand?: string;
  @Optional(programme) programme?: string;
}

type QueryForm<T> = Form & (abstract new () => T);

/** A report that can be exported: what may be asked of it, and how it is made. */
export interface ExportableReport<T extends ExportQuery = ExportQuery> {
  readonly form: QueryForm<T>;
  readonly make: (sources: ExportSources, region: string, query: T) => Promise<Report>;
}

function exportable<T extends ExportQuery>(form: QueryForm<T>, make: ExportableReport<T>['make']): ExportableReport {
  return { form, make } as unknown as ExportableReport;
}

/** Every report that can be exported, by its name. */
export const REPORTS = {
  settlements: exportable(SettlementsExport, settlementsReport),
  institutions: exportable(InstitutionsExport, institutionsReport),
  payables: exportable(PayablesExport, payablesReport),
  payments: exportable(PaymentsExport, paymentsReport),
  contracts: exportable(ContractsExport, contractsReport),
  assessments: exportable(AssessmentsExport, assessmentsReport),
  statements: exportable(StatementsExport, statementsReport),
  journal: exportable(JournalExport, journalReport),
  'general-ledger': exportable(GeneralLedgerExport, generalLedgerReport),
  'trial-balance': exportable(TrialBalanceExport, trialBalanceReport),
  'fund-statistics': exportable(FundStatisticsExport, fundStatisticsReport),
  'care-statistics': exportable(
    CareStatisticsExport,
    (
      sources,
      region,
      { from, to, by = 'month', ageBand, institution, agency, tier, status, programme: of, ...query },
    ) => {
      const told = { institution, agency, tier, status, 'age-band': ageBand, programme: of };
      const only = Object.fromEntries(Object.entries(told).filter(([, value]) => value !== undefined));
      return careStatisticsReport(sources, region, { from, to, by, only, ...timesOf(query) });
    },
  ),
} as const;

export type ReportName = keyof typeof REPORTS;

export const REPORT_NAMES = Object.keys(REPORTS) as readonly ReportName[];
