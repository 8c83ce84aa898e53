import { Readable } from 'node:stream';
import {
  BadRows,
  CannotReconcile,
  date,
  id,
  oneOf,
  Optional,
  reconciliationOf,
  Required,
  type Answer,
  type Policies,
} from '@gongji/application';
import type { DifferenceKind, RecordReconciliation } from '@gongji/core';
import type { ItemState, Page, ReconciliationItemRow, ReconciliationRow, Views } from '@gongji/projections';
import { Controller, Get, HttpCode, Inject, Param, Post, Req } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { ApiBody, ApiConsumes, ApiOperation, ApiTags } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import { messageOf } from '../commands/bus.ts';
import { Answers } from '../documentation/answers.ts';
import { invalidBody, refusalProblem, wrongMediaType } from '../http/problem.ts';
import { Asked, cursor, limitOf, Query, rowLimit } from '../http/query.ts';
import { policyOf } from '../policies/policy-of.ts';
import { POLICIES, VIEWS } from '../tokens.ts';
import { CLEARING_TYPES, ITEM_STATES, KINDS } from './schemas.ts';

export const TSV = 'text/tab-separated-values';

class ReconciliationsQuery extends Query {
  @Optional(id) institutionId?: string;
  @Optional(oneOf(...CLEARING_TYPES)) clearingType?: string;
  @Optional(cursor) after?: string;
  @Optional(rowLimit) limit?: string;
}

class ItemsQuery extends ReconciliationsQuery {
  @Optional(oneOf(...KINDS)) kind?: DifferenceKind;
  @Optional(oneOf(...ITEM_STATES)) state?: ItemState;
}

class FiguresQuery extends Query {
  @Optional(id) institutionId?: string;
  @Optional(oneOf(...CLEARING_TYPES)) clearingType?: string;
  @Optional(oneOf(...KINDS)) kind?: DifferenceKind;
  @Optional(oneOf(...ITEM_STATES)) state?: ItemState;
}

class FileQuery extends Query {
  @Required(id) institutionId!: string;
  @Required(date) from!: string;
  @Required(date) to!: string;
  @Required(date) date!: string;
  @Required(oneOf(...CLEARING_TYPES)) clearingType!: string;
  @Optional(oneOf('included', 'excluded')) refunds?: 'included' | 'excluded';
  @Optional(oneOf('true', 'false')) accountInFund?: string;
  @Optional(id) reconciliationId?: string;
}

/** Compares institutions' files with the ledger, and shows what does not agree until it is resolved. */
@ApiTags('reconciliation 对账')
@Controller('regions/:region/reconciliations')
export class ReconciliationsController {
  constructor(
    @Inject(VIEWS) private readonly views: Views,
    @Inject(POLICIES) private readonly policies: Policies,
    @Inject(CommandBus) private readonly bus: CommandBus,
  ) {}

  @Get()
  @ApiOperation({
    operationId: 'reconciliations',
    summary: '对账记录 · What institutions said, and what the ledger had',
  })
  @Answers('Reconciliations')
  async reconciliations(
    @Param('region') region: string,
    @Asked(ReconciliationsQuery) { minPosition: _min, limit, after = '0', ...only }: ReconciliationsQuery,
  ): Promise<Page<ReconciliationRow>> {
    policyOf(this.policies, region);
    return this.views.reconciliation.recorded(region, {
      ...only,
      after,
      ...(limit === undefined ? {} : limitOf({ limit })),
    });
  }

  @Get('items')
  @ApiOperation({
    operationId: 'reconciliationItems',
    summary: '对账差异 · What does not agree, and how it was resolved',
  })
  @Answers('ReconciliationItems')
  async items(
    @Param('region') region: string,
    @Asked(ItemsQuery) { minPosition: _min, limit, after = '0', ...only }: ItemsQuery,
  ): Promise<Page<ReconciliationItemRow>> {
    policyOf(this.policies, region);
    const size = limit === undefined ? {} : limitOf({ limit });
    return this.views.reconciliation.items(region, { ...only, after, ...size });
  }

  @Get('figures')
  @ApiOperation({
    operationId: 'reconciliationFigures',
    summary: '对账差异汇总 · Items by clearing type, kind and state, and what they come to',
  })
  @Answers('ReconciliationFigures')
  async figures(
    @Param('region') region: string,
    @Asked(FiguresQuery) { minPosition: _min, ...only }: FiguresQuery,
  ): Promise<unknown> {
    policyOf(this.policies, region);
    const { answer: rows, upTo } = await this.views.reconciliation.figures(region, only);
    return { region, upTo, rows };
  }

  /** The file is read as it comes; nothing is recorded where a row is malformed. */
  @Post()
  @HttpCode(200)
  @ApiConsumes(TSV)
  @ApiBody({
    schema: { type: 'string', format: 'binary' },
    description: 'TAB-separated: setl_id, mdtrt_id, psn_no, medfee_sumamt, fund_pay_sumamt, acct_pay, refd_setl_flag',
  })
  @ApiOperation({
    operationId: 'reconcile',
    summary: '上传对账明细 · Compare an institution’s file with the ledger and record what differs',
  })
  @Answers('Accepted')
  async reconcile(
    @Param('region') region: string,
    @Asked(FileQuery) { minPosition: _min, accountInFund, ...asked }: FileQuery,
    @Req() { body, headers }: FastifyRequest,
  ): Promise<Answer> {
    policyOf(this.policies, region);
    if (!(body instanceof Readable) || headers['content-encoding'] !== undefined)
      throw wrongMediaType(`The file is ${TSV}, without a content encoding.`);
    const request = { ...asked, region, accountInFund: accountInFund === 'true' };
    const command = await this.compared(request, body);
    const answer = await this.bus.execute<ReturnType<typeof messageOf>, Answer>(messageOf(command));
    if (!answer.ok) throw refusalProblem(answer.error, answer.commandId);
    return answer;
  }

  private async compared(
    request: Parameters<typeof reconciliationOf>[0],
    file: AsyncIterable<Uint8Array>,
  ): Promise<RecordReconciliation> {
    try {
      return await reconciliationOf(request, file, this.views);
    } catch (error) {
      if (error instanceof BadRows) throw invalidBody(`line ${String(error.rows[0]?.line)}`, error.message);
      if (error instanceof CannotReconcile) throw invalidBody('rows', error.message);
      throw error;
    }
  }
}
