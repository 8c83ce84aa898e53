import { id, Optional, warningPlace, type Policies } from '@gongji/application';
import { namedIn, type NamedInDocument, type Policy } from '@gongji/core';
import type { Page, SupervisionCase, Views } from '@gongji/projections';
import { Controller, Get, Inject, Param } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { Answers } from '../documentation/answers.ts';
import { refusalProblem } from '../http/problem.ts';
import { Asked, limitOf, PageQuery, Query, TimesQuery } from '../http/query.ts';
import { policyOf } from '../policies/policy-of.ts';
import { POLICIES, VIEWS } from '../tokens.ts';

class CasesQuery extends PageQuery {
  @Optional(id) violation?: string;
  @Optional(id) institutionId?: string;
  @Optional(id) personId?: string;
  @Optional(warningPlace) warning?: string;
}

class CaseQuery extends TimesQuery {}

class ViolationsQuery extends Query {}

/** Shows cases of supervision: what they are about, what was decided, to whom they were handed over, what money came back. */
@ApiTags('supervision 监督')
@Controller('regions/:region')
export class CasesController {
  constructor(
    @Inject(VIEWS) private readonly views: Views,
    @Inject(POLICIES) private readonly policies: Policies,
  ) {}

  @Get('cases')
  @ApiOperation({
    operationId: 'cases',
    summary: '稽核案件 · Cases of supervision in the order of opening, of an institution, a person or a warning',
  })
  @Answers('Cases')
  async cases(
    @Param('region') region: string,
    @Asked(CasesQuery) { minPosition: _min, limit, ...only }: CasesQuery,
  ): Promise<Page<unknown>> {
    const policy = policyOf(this.policies, region);
    const { rows, next } = await this.views.cases(region, {
      ...only,
      ...limitOf(limit === undefined ? {} : { limit }),
    });
    return { rows: rows.map((row) => told(row, policy)), next };
  }

  @Get('cases/:caseId')
  @ApiOperation({ operationId: 'case', summary: '案件详情 · A case of supervision' })
  @Answers('Case')
  async case(
    @Param('region') region: string,
    @Param('caseId') caseId: string,
    @Asked(CaseQuery) { minPosition: _min, ...times }: CaseQuery,
  ): Promise<unknown> {
    const policy = policyOf(this.policies, region);
    const [found] = (await this.views.cases(region, { caseId, ...times })).rows;
    if (found !== undefined) return told(found, policy);
    const message = `There is no case ${caseId} in the region.`;
    throw refusalProblem({ code: 'unknown-case', message, field: 'caseId' });
  }

  @Get('violations')
  @ApiOperation({
    operationId: 'violations',
    summary: '违规类型与移交部门 · Violations that the document names, and authorities to whom cases are handed over',
  })
  @Answers('Violations')
  violations(@Param('region') region: string, @Asked(ViolationsQuery) _query: ViolationsQuery): unknown {
    const policy = policyOf(this.policies, region);
    const cited = (list: readonly NamedInDocument[]) =>
      list.map(({ article, ...named }) => ({ ...named, article: policy.cite({ article }) }));
    const { violations, authorities } = policy.supervision;
    return { violations: cited(violations), authorities: cited(authorities) };
  }
}

/** A case with the words of its violation, and each article as the document is cited. */
function told(row: SupervisionCase, policy: Policy): object {
  const cited = <T extends { readonly article: string }>(one: T): T => {
    return { ...one, article: policy.cite({ article: one.article }) };
  };
  const { violation, decision, handedOver } = row;
  const title = namedIn(policy.supervision.violations, violation)?.title ?? { zh: violation, en: violation };
  return {
    ...cited(row),
    title,
    decision: decision === null ? null : cited(decision),
    handedOver: handedOver.map(cited),
  };
}
