import { id, Optional, type Policies } from '@gongji/application';
import type { AssessmentRow, ContractRow, Page, Views } from '@gongji/projections';
import { Controller, Get, Inject, Param } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { Answers } from '../documentation/answers.ts';
import { Asked, limitOf, PageQuery } from '../http/query.ts';
import { policyOf } from '../policies/policy-of.ts';
import { POLICIES, VIEWS } from '../tokens.ts';
import { citedContract } from './cited.ts';

class TermsQuery extends PageQuery {
  @Optional(id) institution?: string;
}

/** Shows by what institutions are paid, and what their assessments came to. */
@ApiTags('institutions 定点医药机构')
@Controller('regions/:region')
export class ContractsController {
  constructor(
    @Inject(VIEWS) private readonly views: Views,
    @Inject(POLICIES) private readonly policies: Policies,
  ) {}

  @Get('contracts')
  @ApiOperation({
    operationId: 'contracts',
    summary: '付费协议 · Contracts with institutions: method, deposit and prepayment from a month on, with the article',
  })
  @Answers('Contracts')
  async contracts(
    @Param('region') region: string,
    @Asked(TermsQuery) { minPosition: _min, limit, ...only }: TermsQuery,
  ): Promise<Page<ContractRow>> {
    const policy = policyOf(this.policies, region);
    const options = { ...only, ...limitOf(limit === undefined ? {} : { limit }) };
    const { rows, next } = await this.views.contracts(region, options);
    return { rows: rows.map((row) => citedContract(policy, row)), next };
  }

  @Get('assessments')
  @ApiOperation({
    operationId: 'assessments',
    summary: '机构考核 · Assessments of institutions: score, result, and what is deducted for it',
  })
  @Answers('Assessments')
  async assessments(
    @Param('region') region: string,
    @Asked(TermsQuery) { minPosition: _min, limit, ...only }: TermsQuery,
  ): Promise<Page<AssessmentRow>> {
    const policy = policyOf(this.policies, region);
    const options = { ...only, ...limitOf(limit === undefined ? {} : { limit }) };
    const { rows, next } = await this.views.assessments(region, options);
    return { rows: rows.map((row) => ({ ...row, article: policy.cite(row) })), next };
  }
}
