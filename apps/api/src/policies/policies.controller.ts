import { folded, type Policies } from '@gongji/application';
import {
  ALL_WARNING_RULES,
  parametersStream,
  type ParametersPublished,
  type Policy,
  type ServedArticle,
} from '@gongji/core';
import type { EventStore } from '@gongji/event-store';
import { Controller, Get, Inject, Param } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { Answers } from '../documentation/answers.ts';
import { Asked, Query } from '../http/query.ts';
import { POLICIES, STORE } from '../tokens.ts';
import { policyOf } from './policy-of.ts';

class PolicyQuery extends Query {}

/** Shows the rule books: documents, parameters, assumptions, what became of each article. */
@ApiTags('policies 政策')
@Controller('regions')
export class PoliciesController {
  constructor(
    @Inject(POLICIES) private readonly policies: Policies,
    @Inject(STORE) private readonly store: EventStore,
  ) {}

  @Get()
  @ApiOperation({ operationId: 'regions', summary: '统筹地区 · Regions whose rules the ledger knows' })
  @Answers('Regions')
  regions(@Asked(PolicyQuery) _query: PolicyQuery): unknown {
    return { regions: this.policies.regions().map((region) => identityOf(policyOf(this.policies, region))) };
  }

  @Get(':region')
  @ApiOperation({
    operationId: 'region',
    summary:
      '政策文件、执行期限、地方参数与已声明的理解 · Document, validity, local parameters and declared assumptions',
  })
  @Answers('Region')
  async region(@Param('region') region: string, @Asked(PolicyQuery) _query: PolicyQuery): Promise<unknown> {
    const policy = policyOf(this.policies, region);
    const { pack } = policy;
    return {
      ...identityOf(policy),
      parameters: pack.parameters.map(({ name, unit, title, by, ...citation }) => ({
        name,
        unit,
        title,
        by: by ?? [],
        article: policy.cite(citation),
      })),
      published: await this.published(region),
      programmes: pack.programmes.map(({ programme, title, line }) => ({ programme, title, line })),
      exclusions: pack.exclusions.map(({ code, title, account, ...citation }) => ({
        code,
        title,
        account,
        article: policy.cite(citation),
      })),
      assumptions: pack.assumptions,
    };
  }

  @Get(':region/coverage')
  @ApiOperation({
    operationId: 'coverage',
    summary: '逐条落实情况 · What became of each article of the document, and what serves those that are reported',
  })
  @Answers('Coverage')
  coverage(@Param('region') region: string, @Asked(PolicyQuery) _query: PolicyQuery): unknown {
    const { pack, supervision } = policyOf(this.policies, region);
    const served = new Map(supervision.served.map((row) => [row.article, servedIn(region, row)]));
    const articles = pack.coverage.map((row) => ({ ...row, served: served.get(row.article) ?? null }));
    return { region, document: pack.document, articles };
  }

  /** Every publication, in the order in which the ledger learnt of them: the stream is short. */
  private async published(region: string): Promise<readonly ParametersPublished[]> {
    const published: ParametersPublished[] = [];
    for await (const page of this.store.readStream(parametersStream(region), { direction: 'forwards' })) {
      for (const event of page.map((stored) => folded(stored))) {
        if (event.type === 'ParametersPublished') published.push(event.data);
      }
    }
    return published;
  }
}

/** What serves an article, with the addresses of its views and the words of its warnings. */
function servedIn(region: string, { article: _article, views, warnings, ...row }: ServedArticle): object {
  return {
    ...row,
    views: views.map((view) => `/regions/${region}/${view}`),
    warnings: warnings.map((rule) => ({ rule, title: ALL_WARNING_RULES.get(rule)?.title })),
  };
}

function identityOf(policy: Policy): object {
  const { region, name, division, version, document, inForce } = policy.pack;
  const { from, until, ...citation } = inForce;
  return {
    region,
    name,
    division,
    document,
    pack: { id: policy.id, version, hash: policy.hash },
    inForce: { from, until: until ?? null, article: policy.cite(citation) },
  };
}
