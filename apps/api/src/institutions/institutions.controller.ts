import { date, id, month, Optional, Required, timesOf, type Policies } from '@gongji/application';
import type { Institution, Page, Settlement, Views } from '@gongji/projections';
import { Controller, Get, Inject, Param } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { Answers } from '../documentation/answers.ts';
import { Asked, limitOf, PageQuery, Query, rowLimit } from '../http/query.ts';
import { policyOf } from '../policies/policy-of.ts';
import { listed } from '../settlements/explained-settlement.ts';
import { POLICIES, VIEWS } from '../tokens.ts';

class InstitutionsQuery extends Query {
  @Optional(date) on?: string;
  @Optional(id) after?: string;
  @Optional(rowLimit) limit?: string;
}

class InstitutionSettlementsQuery extends PageQuery {
  @Required(month) month!: string;
}

/** Shows the designated institutions and what was settled at them in a month. */
@ApiTags('institutions 定点医药机构')
@Controller('regions/:region/institutions')
export class InstitutionsController {
  constructor(
    @Inject(VIEWS) private readonly views: Views,
    @Inject(POLICIES) private readonly policies: Policies,
  ) {}

  @Get()
  @ApiOperation({
    operationId: 'institutions',
    summary: '定点医药机构 · Designated institutions; with on, their tier and designation of that day',
  })
  @Answers('Institutions')
  async institutions(
    @Param('region') region: string,
    @Asked(InstitutionsQuery) { on, after, ...query }: InstitutionsQuery,
  ): Promise<Page<Institution>> {
    policyOf(this.policies, region);
    return this.views.institutions(region, {
      ...(on === undefined ? {} : { on }),
      ...(after === undefined ? {} : { after }),
      ...limitOf(query),
    });
  }

  @Get(':institutionId/settlements')
  @ApiOperation({
    operationId: 'settlementsOfInstitution',
    summary: '机构当月就诊结算 · An institution’s settlements of visits dated in a month',
  })
  @Answers('Settlements')
  async settlements(
    @Param('region') region: string,
    @Param('institutionId') institutionId: string,
    @Asked(InstitutionSettlementsQuery) { month: of, after = '0', ...query }: InstitutionSettlementsQuery,
  ): Promise<Page<Omit<Settlement, 'steps'>>> {
    policyOf(this.policies, region);
    const which = { region, institutionId, month: of };
    const { rows, next } = await this.views.settlementsOfInstitution(which, {
      after,
      ...limitOf(query),
      ...timesOf(query),
    });
    return { rows: rows.map(listed), next };
  }
}
