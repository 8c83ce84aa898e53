import { id, Optional, type Policies } from '@gongji/application';
import type { EventStore } from '@gongji/event-store';
import type { Views } from '@gongji/projections';
import { Controller, Get, Header, Inject, Param } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { Asked, Query } from '../http/query.ts';
import { POLICIES, STORE, VIEWS } from '../tokens.ts';
import { orderOf, slipOf, type PaperSources } from './make-papers.ts';
import { PAPER_POLICY } from './paper.ts';

const PAGE = 'text/html; charset=utf-8';
const ANSWER = { content: { [PAGE]: { schema: { type: 'string' } } }, description: 'a page of A4, to be printed' };

class PaperQuery extends Query {
  @Optional(id) actor?: string;
}

/** Papers for people, as pages that a browser prints or keeps as PDF. */
@ApiTags('papers 单据')
@Controller('regions/:region')
export class PapersController {
  private readonly sources: PaperSources;

  constructor(@Inject(VIEWS) views: Views, @Inject(POLICIES) policies: Policies, @Inject(STORE) store: EventStore) {
    this.sources = { views, policies, store };
  }

  @Get('persons/:personId/settlements/:visitId/slip')
  @Header('Content-Type', PAGE)
  @Header('Content-Security-Policy', PAPER_POLICY)
  @ApiOperation({ operationId: 'settlementSlip', summary: '结算单 · A visit’s settlement slip, to be printed' })
  @ApiOkResponse(ANSWER)
  async slip(
    @Param('region') region: string,
    @Param('personId') personId: string,
    @Param('visitId') visitId: string,
    @Asked(PaperQuery) { actor }: PaperQuery,
  ): Promise<string> {
    return slipOf(this.sources, { region, personId, visitId, actor });
  }

  @Get('payments/:paymentId/order')
  @Header('Content-Type', PAGE)
  @Header('Content-Security-Policy', PAPER_POLICY)
  @ApiOperation({
    operationId: 'paymentOrder',
    summary: '拨付单 · The order of a payment to an institution, with the amount in capitals, to be printed',
  })
  @ApiOkResponse(ANSWER)
  async order(
    @Param('region') region: string,
    @Param('paymentId') paymentId: string,
    @Asked(PaperQuery) { actor }: PaperQuery,
  ): Promise<string> {
    return orderOf(this.sources, { region, paymentId, actor });
  }
}
