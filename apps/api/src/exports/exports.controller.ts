import { createReadStream } from 'node:fs';
import { once } from 'node:events';
import { date, id, oneOf, Optional, type Policies } from '@gongji/application';
import type { Chart } from '@gongji/core';
import type { EventStore } from '@gongji/event-store';
import type { Page, RecordedExport, Views } from '@gongji/projections';
import { applyDecorators, Controller, Get, Inject, Param, Res, StreamableFile } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { Answers } from '../documentation/answers.ts';
import { Asked, cursor, limitOf, Query, rowLimit } from '../http/query.ts';
import { PAPER_NAMES } from '../papers/make-papers.ts';
import { policyOf } from '../policies/policy-of.ts';
import { CHART, POLICIES, STORE, VIEWS } from '../tokens.ts';
import { FILE_TYPES, makeExport } from './make-export.ts';
import type { ExportSources } from './report.ts';
import * as reports from './reports.ts';

class ExportsQuery extends Query {
  @Optional(date) from?: string;
  @Optional(date) to?: string;
  @Optional(oneOf(...reports.REPORT_NAMES, ...PAPER_NAMES)) report?: string;
  @Optional(id) actor?: string;
  @Optional(cursor) after?: string;
  @Optional(rowLimit) limit?: string;
}

const FILE = { schema: { type: 'string', format: 'binary' } } as const;

/** An address that answers a report as a file. */
function Exports(report: reports.ReportName, zh: string, en: string): MethodDecorator {
  return applyDecorators(
    Get(report),
    ApiOperation({
      operationId: `export-${report}`,
      summary: `导出${zh} · ${en}, as Excel or CSV`,
      description:
        'The file says on which position of the log and which seal it rests. That it is handed out is recorded first.',
    }),
    ApiOkResponse({ content: Object.fromEntries(FILE_TYPES.map((type) => [type, FILE])) }),
  );
}

/** Hands reports out as files, and shows what was handed out. */
@ApiTags('exports 导出')
@Controller('regions/:region/exports')
export class ExportsController {
  private readonly sources: ExportSources;

  constructor(
    @Inject(VIEWS) private readonly views: Views,
    @Inject(POLICIES) private readonly policies: Policies,
    @Inject(CHART) chart: Chart,
    @Inject(STORE) store: EventStore,
  ) {
    this.sources = { views, policies, chart, store };
  }

  @Get()
  @ApiOperation({
    operationId: 'exports',
    summary: '导出记录 · What was handed out: who, which filter, how many rows, which position and seal',
  })
  @Answers('RecordedExports')
  async list(
    @Param('region') region: string,
    @Asked(ExportsQuery) { minPosition: _min, limit, ...query }: ExportsQuery,
  ): Promise<Page<RecordedExport>> {
    policyOf(this.policies, region);
    return this.views.exports(region, { ...query, ...limitOf(limit === undefined ? {} : { limit }) });
  }

  @Exports('settlements', '结算明细', 'Settled visits and claims')
  settlements(
    @Param('region') region: string,
    @Asked(reports.SettlementsExport) query: reports.SettlementsExport,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<StreamableFile> {
    return this.handOut(reply, region, 'settlements', query);
  }

  @Exports('institutions', '机构月度结算汇总', 'What was settled by institution and month, persons and visits')
  institutions(
    @Param('region') region: string,
    @Asked(reports.InstitutionsExport) query: reports.InstitutionsExport,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<StreamableFile> {
    return this.handOut(reply, region, 'institutions', query);
  }

  @Exports('payables', '应付定点机构款', 'What the pooled fund owes institutions, and what was approved and paid of it')
  payables(
    @Param('region') region: string,
    @Asked(reports.PayablesExport) query: reports.PayablesExport,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<StreamableFile> {
    return this.handOut(reply, region, 'payables', query);
  }

  @Exports('payments', '拨付明细', 'Payments to institutions: proposed, approved and paid by whom and when')
  payments(
    @Param('region') region: string,
    @Asked(reports.PaymentsExport) query: reports.PaymentsExport,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<StreamableFile> {
    return this.handOut(reply, region, 'payments', query);
  }

  @Exports('contracts', '付费协议', 'Contracts with institutions: method, deposit and prepayment from a month on')
  contracts(
    @Param('region') region: string,
    @Asked(reports.ContractsExport) query: reports.ContractsExport,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<StreamableFile> {
    return this.handOut(reply, region, 'contracts', query);
  }

  @Exports('assessments', '机构考核', 'Assessments of institutions: result, and what is deducted for it')
  assessments(
    @Param('region') region: string,
    @Asked(reports.AssessmentsExport) query: reports.AssessmentsExport,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<StreamableFile> {
    return this.handOut(reply, region, 'assessments', query);
  }

  @Exports('statements', '个人账户明细', 'Movements of personal accounts')
  statements(
    @Param('region') region: string,
    @Asked(reports.StatementsExport) query: reports.StatementsExport,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<StreamableFile> {
    return this.handOut(reply, region, 'statements', query);
  }

  @Exports('journal', '记账凭证序时簿', 'The journal of a month')
  journal(
    @Param('region') region: string,
    @Asked(reports.JournalExport) query: reports.JournalExport,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<StreamableFile> {
    return this.handOut(reply, region, 'journal', query);
  }

  @Exports('general-ledger', '总账', 'A book account by month of a year')
  generalLedger(
    @Param('region') region: string,
    @Asked(reports.GeneralLedgerExport) query: reports.GeneralLedgerExport,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<StreamableFile> {
    return this.handOut(reply, region, 'general-ledger', query);
  }

  @Exports('trial-balance', '科目余额表', 'The trial balance of a month or a year')
  trialBalance(
    @Param('region') region: string,
    @Asked(reports.TrialBalanceExport) query: reports.TrialBalanceExport,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<StreamableFile> {
    return this.handOut(reply, region, 'trial-balance', query);
  }

  @Exports('fund-statistics', '基金收支统计', 'Fund income and spending by month')
  fundStatistics(
    @Param('region') region: string,
    @Asked(reports.FundStatisticsExport) query: reports.FundStatisticsExport,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<StreamableFile> {
    return this.handOut(reply, region, 'fund-statistics', query);
  }

  @Exports(
    'care-statistics',
    '门诊费用统计',
    'Settled care by month, institution, agency, tier, status, age band or programme',
  )
  careStatistics(
    @Param('region') region: string,
    @Asked(reports.CareStatisticsExport) query: reports.CareStatisticsExport,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<StreamableFile> {
    return this.handOut(reply, region, 'care-statistics', query);
  }

  /** Nothing is left of the file once it is being read, however that ends. */
  private async handOut(
    reply: FastifyReply,
    region: string,
    report: reports.ReportName,
    query: reports.ExportQuery,
  ): Promise<StreamableFile> {
    const made = await makeExport(this.sources, { region, report, query });
    try {
      const file = createReadStream(made.path);
      await once(file, 'open');
      void reply.header('Repr-Digest', `sha-256=:${Buffer.from(made.exported.sha256, 'hex').toString('base64')}:`);
      void reply.header('Cache-Control', 'no-store');
      void reply.header('Gongji-Export', made.exported.exportId);
      void reply.header('Gongji-Position', made.position);
      const disposition = `attachment; filename="${made.name}"`;
      return new StreamableFile(file, { type: made.type, disposition, length: made.size });
    } finally {
      await made.discard();
    }
  }
}
