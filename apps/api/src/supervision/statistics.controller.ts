import { id, month, oneOf, Optional, Required, timesOf, type Policies } from '@gongji/application';
import { DIMENSIONS, indicatorsOf, monthsBefore, type InstitutionIndicators } from '@gongji/core';
import {
  AGE_BANDS,
  CARE_GROUPS,
  type CareGroup,
  type CareStatistics,
  type FundMonth,
  type Views,
} from '@gongji/projections';
import { Controller, Get, Inject, Param } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { Answers } from '../documentation/answers.ts';
import { Asked, TimesQuery } from '../http/query.ts';
import { policyOf } from '../policies/policy-of.ts';
import { POLICIES, VIEWS } from '../tokens.ts';

class FundStatisticsQuery extends TimesQuery {
  @Required(month) from!: string;
  @Required(month) to!: string;
}

class CareStatisticsQuery extends FundStatisticsQuery {
  @Optional(oneOf(...Object.keys(CARE_GROUPS))) by?: CareGroup;
  @Optional(id) institution?: string;
  @Optional(id) agency?: string;
  @Optional(oneOf(...DIMENSIONS.tier)) tier?: string;
  @Optional(oneOf(...DIMENSIONS.employment)) status?: string;
  @Optional(oneOf(...AGE_BANDS)) ageBand?: string;
  @Optional(oneOf(...DIMENSIONS.programme)) programme?: string;
}

class IndicatorsQuery extends TimesQuery {
  @Required(month) month!: string;
  @Optional(id) institution?: string;
}

/** Shows how the fund is used: statistics, indicators of institutions. */
@ApiTags('supervision 监督')
@Controller('regions/:region')
export class StatisticsController {
  constructor(
    @Inject(VIEWS) private readonly views: Views,
    @Inject(POLICIES) private readonly policies: Policies,
  ) {}

  @Get('statistics/fund')
  @ApiOperation({
    operationId: 'fundStatistics',
    summary: '基金收支统计 · Fund income, account spending, pooled and outpatient-pooling spending by month',
  })
  @Answers('FundStatistics')
  async fund(
    @Param('region') region: string,
    @Asked(FundStatisticsQuery) { from, to, ...times }: FundStatisticsQuery,
  ): Promise<{ readonly upTo: string; readonly rows: readonly FundMonth[] }> {
    policyOf(this.policies, region);
    const { answer, upTo } = await this.views.fundStatistics(region, { from, to, ...timesOf(times) });
    return { upTo, rows: answer };
  }

  @Get('statistics/care')
  @ApiOperation({
    operationId: 'careStatistics',
    summary: '门诊费用统计 · Settled care by month, institution, agency, tier, status, age band or programme',
  })
  @Answers('CareStatistics')
  async care(
    @Param('region') region: string,
    @Asked(CareStatisticsQuery) query: CareStatisticsQuery,
  ): Promise<{ readonly upTo: string; readonly by: CareGroup; readonly rows: readonly CareStatistics[] }> {
    policyOf(this.policies, region);
    const { from, to, by = 'month', minPosition: _min, asOf: _asOf, knownAt: _knownAt, ageBand, ...others } = query;
    const only = { ...others, ...(ageBand === undefined ? {} : { 'age-band': ageBand }) };
    const { answer, upTo } = await this.views.careStatistics(region, { from, to, by, only, ...timesOf(query) });
    return { upTo, by, rows: answer };
  }

  @Get('indicators')
  @ApiOperation({
    operationId: 'indicators',
    summary: '机构监测指标 · Institutions’ indicators in a month, beside their own past and their peers',
  })
  @Answers('Indicators')
  async indicators(
    @Param('region') region: string,
    @Asked(IndicatorsQuery) { month: of, institution, ...times }: IndicatorsQuery,
  ): Promise<{ readonly upTo: string; readonly rows: readonly InstitutionIndicators[] }> {
    policyOf(this.policies, region);
    const months = { from: monthsBefore(of, 12), to: of, ...timesOf(times) };
    const { answer, upTo } = await this.views.institutionMonths(region, months);
    const rows = indicatorsOf(answer, of);
    return {
      upTo,
      rows: institution === undefined ? rows : rows.filter((row) => row.institutionId === institution),
    };
  }
}
