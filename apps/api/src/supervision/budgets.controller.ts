import { folded, month, Required, timesOf, type Policies } from '@gongji/application';
import { budgetLine, computedBudget, firstDayOf, ParametersState, parametersStream, type TwoTimes } from '@gongji/core';
import type { EventStore } from '@gongji/event-store';
import type { Views } from '@gongji/projections';
import { Controller, Get, Inject, Param } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { Answers } from '../documentation/answers.ts';
import { Asked, TimesQuery, yearText } from '../http/query.ts';
import { policyOf } from '../policies/policy-of.ts';
import { POLICIES, STORE, VIEWS } from '../tokens.ts';

class BudgetQuery extends TimesQuery {
  @Required(month) through!: string;
}

class ComputedBudgetQuery extends TimesQuery {
  @Required(yearText) year!: string;
}

/** Shows what the fund may spend: budget against actual, and what the document itself works out. */
@ApiTags('supervision 监督')
@Controller('regions/:region/budget')
export class BudgetsController {
  constructor(
    @Inject(STORE) private readonly store: EventStore,
    @Inject(VIEWS) private readonly views: Views,
    @Inject(POLICIES) private readonly policies: Policies,
  ) {}

  @Get()
  @ApiOperation({
    operationId: 'budget',
    summary: '预算执行 · Each line’s budget against what was paid up to a month, with a forecast of the year’s end',
  })
  @Answers('BudgetAgainstActual')
  async budget(
    @Param('region') region: string,
    @Asked(BudgetQuery) { through, ...times }: BudgetQuery,
  ): Promise<unknown> {
    policyOf(this.policies, region);
    const { answer, upTo } = await this.views.lineBudgets(region, Number(through.slice(0, 4)), timesOf(times));
    return { upTo, through, rows: answer.map((line) => budgetLine(line, through)) };
  }

  @Get('computed')
  @ApiOperation({
    operationId: 'computedBudget',
    summary:
      '预算测算 · Budgets that the document works out from bases and pensions, month by month, beside what was set',
  })
  @Answers('ComputedBudgets')
  async computed(
    @Param('region') region: string,
    @Asked(ComputedBudgetQuery) { year, ...times }: ComputedBudgetQuery,
  ): Promise<unknown> {
    const policy = policyOf(this.policies, region);
    const asked = timesOf(times);
    const { answer: bases, upTo } = await this.views.budgetBases(region, Number(year), asked);
    const isNow = asked.asOf === undefined && asked.knownAt === undefined;
    const then = isNow ? {} : { ...asked, knownAt: upTo };
    const { answer: set } = await this.views.lineBudgets(region, Number(year), then);
    const published = await this.published(region, then);
    const rows = policy.supervision.budgets.map((rule) => {
      const { line, ...computed } = computedBudget(rule, bases, (of) =>
        published.valueOf(rule.pension, firstDayOf(of)),
      );
      const { title, baseShare, pensionShare, pension } = rule;
      const budget = set.find((each) => each.line === line)?.budget ?? null;
      return { line, title, article: policy.cite(rule), baseShare, pensionShare, pension, ...computed, set: budget };
    });
    return { upTo, year, rows };
  }

  /** The region's parameters as all publications leave them, or those known at a position and dated up to a day: the stream is short. */
  private async published(region: string, { asOf, knownAt }: TwoTimes): Promise<ParametersState> {
    let state = ParametersState.initial;
    for await (const page of this.store.readStream(parametersStream(region), { direction: 'forwards' })) {
      const known = knownAt === undefined ? page : page.filter(({ position }) => position <= BigInt(knownAt));
      for (const event of known.map((stored) => folded(stored))) {
        const counts = asOf === undefined || event.occurredOn <= asOf;
        if (event.type === 'ParametersPublished' && counts) state = state.evolve(event);
      }
    }
    return state;
  }
}
