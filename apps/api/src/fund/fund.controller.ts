import { date, Required, timesOf, type Policies } from '@gongji/application';
import type { FundAnswer, Views } from '@gongji/projections';
import { Controller, Get, Inject, Param } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { Answers } from '../documentation/answers.ts';
import { Asked, TimesQuery } from '../http/query.ts';
import { policyOf } from '../policies/policy-of.ts';
import { POLICIES, VIEWS } from '../tokens.ts';

class FundQuery extends TimesQuery {
  @Required(date) from!: string;
  @Required(date) to!: string;
}

/** Answers what the pooled fund and the accounts took in and paid between two days. */
@ApiTags('fund 基金')
@Controller('regions/:region/fund')
export class FundController {
  constructor(
    @Inject(VIEWS) private readonly views: Views,
    @Inject(POLICIES) private readonly policies: Policies,
  ) {}

  @Get()
  @ApiOperation({
    operationId: 'fund',
    summary: '统筹基金与个人账户收支 · The fund from one business day to another, both included',
  })
  @Answers('Fund')
  async fund(
    @Param('region') region: string,
    @Asked(FundQuery) { from, to, ...times }: FundQuery,
  ): Promise<FundAnswer> {
    policyOf(this.policies, region);
    return this.views.fund(region, from, to, timesOf(times));
  }
}
