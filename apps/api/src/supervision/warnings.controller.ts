import { id, month, oneOf, Optional, Required, timesOf, type Policies } from '@gongji/application';
import {
  INDICATOR_RULES,
  INDICATORS,
  LINE_SHARE,
  MEASURED_RULES,
  measuredWarnings,
  REALISED_SHARE,
  WARNING_RULE_NAMES,
  WARNING_RULES,
  type MeasuredRule,
  type Policy,
  type WarningRuleName,
} from '@gongji/core';
import type { Page, Views } from '@gongji/projections';
import { Controller, Get, Inject, Param } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { Answers } from '../documentation/answers.ts';
import { Asked, limitOf, PageQuery, Query, TimesQuery } from '../http/query.ts';
import { policyOf } from '../policies/policy-of.ts';
import { POLICIES, VIEWS } from '../tokens.ts';

class WarningsQuery extends PageQuery {
  @Optional(month) from?: string;
  @Optional(month) to?: string;
  @Optional(oneOf(...WARNING_RULE_NAMES)) rule?: WarningRuleName;
  @Optional(id) personId?: string;
  @Optional(id) institutionId?: string;
}

class MeasuredQuery extends TimesQuery {
  @Required(month) month!: string;
}

class RulesQuery extends Query {}

/** Shows what an inspector should look at, with the events or figures that say so. */
@ApiTags('supervision 监督')
@Controller('regions/:region/warnings')
export class WarningsController {
  constructor(
    @Inject(VIEWS) private readonly views: Views,
    @Inject(POLICIES) private readonly policies: Policies,
  ) {}

  @Get()
  @ApiOperation({
    operationId: 'warnings',
    summary: '预警 · Warnings from events, in the order of recording, each with the events that are its evidence',
  })
  @Answers('Warnings')
  async warnings(
    @Param('region') region: string,
    @Asked(WarningsQuery) { minPosition: _min, limit, after = '0', ...only }: WarningsQuery,
  ): Promise<Page<unknown>> {
    const policy = policyOf(this.policies, region);
    const size = limit === undefined ? {} : limitOf({ limit });
    const { rows, next } = await this.views.warnings(region, { ...only, after, ...size });
    return { rows: rows.map((row) => ({ ...row, ...saidOf(WARNING_RULES[row.rule], policy) })), next };
  }

  @Get('measured')
  @ApiOperation({
    operationId: 'measuredWarnings',
    summary: '指标预警 · Warnings from a month’s figures: institutions’ indicators, budgets, the realised share',
  })
  @Answers('MeasuredWarnings')
  async measured(
    @Param('region') region: string,
    @Asked(MeasuredQuery) { month: of, ...times }: MeasuredQuery,
  ): Promise<unknown> {
    const policy = policyOf(this.policies, region);
    const { answer, upTo } = await this.views.monthFigures(region, of, timesOf(times));
    const rows = measuredWarnings(answer);
    return { upTo, rows: rows.map((row) => ({ ...row, ...saidOf(MEASURED_RULES[row.rule], policy) })) };
  }

  @Get('rules')
  @ApiOperation({
    operationId: 'warningRules',
    summary: '预警规则 · What is watched, from which figures on, and by which article',
  })
  @Answers('WarningRules')
  rules(@Param('region') region: string, @Asked(RulesQuery) _query: RulesQuery): unknown {
    const policy = policyOf(this.policies, region);
    const ofEvents = Object.entries(WARNING_RULES).map(([rule, about]) => {
      const { atLeast, days, minutes, amount } = about;
      return { rule, atLeast, days, minutes, amount, ...saidOf(about, policy) };
    });
    const ofFigures = Object.entries(MEASURED_RULES).map(([rule, about]) => ({ rule, ...saidOf(about, policy) }));
    const bounds = { indicators: INDICATORS.map((name) => ({ name, ...INDICATOR_RULES[name] })) };
    return { ofEvents, ofFigures, bounds: { ...bounds, lineShare: LINE_SHARE, realisedShare: REALISED_SHARE } };
  }
}

/** A rule's words, and its article in the region's document. */
function saidOf({ title, articles }: MeasuredRule, policy: Policy): object {
  const article = articles[policy.pack.region];
  return { title, article: article === undefined ? null : policy.cite({ article }) };
}
