import { timesOf, type Policies } from '@gongji/application';
import type { Page, Settlement, Views } from '@gongji/projections';
import { Controller, Get, Inject, Param } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { Answers } from '../documentation/answers.ts';
import { refusalProblem } from '../http/problem.ts';
import { Asked, limitOf, PageQuery, TimesQuery } from '../http/query.ts';
import { requirePerson } from '../persons/require-person.ts';
import { POLICIES, VIEWS } from '../tokens.ts';
import { explainedSettlement, listed, type ExplainedSettlement } from './explained-settlement.ts';

class SettlementsQuery extends PageQuery {}
class SettlementQuery extends TimesQuery {}

/** Shows settled visits, with the explanation that a clerk can read to the patient. */
@ApiTags('settlements 结算')
@Controller('regions/:region/persons/:personId/settlements')
export class SettlementsController {
  constructor(
    @Inject(VIEWS) private readonly views: Views,
    @Inject(POLICIES) private readonly policies: Policies,
  ) {}

  @Get()
  @ApiOperation({
    operationId: 'settlements',
    summary: '就诊结算列表 · Settled visits in the order in which they were recorded',
  })
  @Answers('Settlements')
  async list(
    @Param('region') region: string,
    @Param('personId') personId: string,
    @Asked(SettlementsQuery) { after = '0', ...query }: SettlementsQuery,
  ): Promise<Page<Omit<Settlement, 'steps'>>> {
    await requirePerson(this.views, this.policies, { region, personId });
    const { rows, next } = await this.views.settlementsOfPerson(region, personId, {
      after,
      ...limitOf(query),
      ...timesOf(query),
    });
    return { rows: rows.map(listed), next };
  }

  @Get(':visitId')
  @ApiOperation({
    operationId: 'settlement',
    summary: '一次结算及其逐步说明 · A settlement, explained step by step with article, figures and a sentence',
  })
  @Answers('Settlement')
  async one(
    @Param('region') region: string,
    @Param('personId') personId: string,
    @Param('visitId') visitId: string,
    @Asked(SettlementQuery) query: SettlementQuery,
  ): Promise<ExplainedSettlement> {
    const settlement = await this.views.settlement(region, personId, visitId, timesOf(query));
    if (settlement !== undefined) return explainedSettlement(settlement, this.policies);
    await requirePerson(this.views, this.policies, { region, personId });
    const message = `${personId} has no settled visit ${visitId}.`;
    throw refusalProblem({ code: 'unknown-visit', message, field: 'visitId' });
  }
}
