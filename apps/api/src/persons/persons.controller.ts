import { date, month, Optional, timesOf, type Ledger, type Policies } from '@gongji/application';
import type { PersonView, TwoTimes } from '@gongji/core';
import type { AccumulatorsAnswer, ContributionRow, Page, StatementLine, Views } from '@gongji/projections';
import { Controller, Get, Inject, Param } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { Answers } from '../documentation/answers.ts';
import { refusalProblem } from '../http/problem.ts';
import { Asked, limitOf, PageQuery, Query, TimesQuery } from '../http/query.ts';
import { LEDGER, POLICIES, VIEWS } from '../tokens.ts';
import { requirePerson } from './require-person.ts';

class PersonQuery extends TimesQuery {}

class StatementQuery extends PageQuery {
  @Optional(date) from?: string;
  @Optional(date) to?: string;
}

class AccumulatorsQuery extends TimesQuery {}

class ContributionsQuery extends Query {
  @Optional(month) from?: string;
  @Optional(month) to?: string;
}

/** Shows a person's account, accumulators, contributions and statement. */
@ApiTags('persons 参保人员')
@Controller('regions/:region/persons/:personId')
export class PersonsController {
  constructor(
    @Inject(VIEWS) private readonly views: Views,
    @Inject(LEDGER) private readonly ledger: Ledger,
    @Inject(POLICIES) private readonly policies: Policies,
  ) {}

  @Get()
  @ApiOperation({
    operationId: 'person',
    summary:
      '参保人员概况 · A person at a glance; with asOf or knownAt, as it stood on a day or was known at an instant',
  })
  @Answers('Person')
  async person(
    @Param('region') region: string,
    @Param('personId') personId: string,
    @Asked(PersonQuery) query: PersonQuery,
  ): Promise<unknown> {
    const person = { region, personId };
    if (isNow(query)) return { region, ...(await requirePerson(this.views, this.policies, person)) };
    return { ...person, ...timesOf(query), ...(await this.personThen(person, query)) };
  }

  /** `GetPerson` for other times than now, from the log. @throws NotKnownYet */
  private async personThen(
    person: { readonly region: string; readonly personId: string },
    times: TwoTimes,
  ): Promise<PersonView> {
    await this.views.knownUpTo(times);
    const question = { commandId: 'question', type: 'GetPerson', ...person, ...timesOf(times) } as const;
    const answer = await this.ledger.submit(question);
    if (!answer.ok) throw refusalProblem(answer.error);
    return answer.result as unknown as PersonView;
  }

  @Get('statement')
  @ApiOperation({ operationId: 'statement', summary: '个人账户明细 · The movements of the personal account' })
  @Answers('Statement')
  async statement(
    @Param('region') region: string,
    @Param('personId') personId: string,
    @Asked(StatementQuery) { from, to, after = '0', ...query }: StatementQuery,
  ): Promise<Page<StatementLine>> {
    await requirePerson(this.views, this.policies, { region, personId });
    return this.views.statement(region, personId, { ...span(from, to), after, ...limitOf(query), ...timesOf(query) });
  }

  @Get('accumulators')
  @ApiOperation({ operationId: 'accumulators', summary: '年度待遇累计 · What was borne and paid in each year' })
  @Answers('Accumulators')
  async accumulators(
    @Param('region') region: string,
    @Param('personId') personId: string,
    @Asked(AccumulatorsQuery) query: AccumulatorsQuery,
  ): Promise<AccumulatorsAnswer> {
    if (!isNow(query)) return (await this.personThen({ region, personId }, query)).accumulators;
    await requirePerson(this.views, this.policies, { region, personId });
    return this.views.accumulators(region, personId);
  }

  @Get('contributions')
  @ApiOperation({ operationId: 'contributions', summary: '缴费记录 · Contributions by month, reversed ones included' })
  @Answers('Contributions')
  async contributions(
    @Param('region') region: string,
    @Param('personId') personId: string,
    @Asked(ContributionsQuery) { from, to }: ContributionsQuery,
  ): Promise<{ readonly rows: readonly ContributionRow[] }> {
    await requirePerson(this.views, this.policies, { region, personId });
    return { rows: await this.views.contributions(region, personId, span(from, to)) };
  }
}

function isNow({ asOf, knownAt }: TwoTimes): boolean {
  return asOf === undefined && knownAt === undefined;
}

/** The bounds that were given, and no others. */
function span(from: string | undefined, to: string | undefined): { readonly from?: string; readonly to?: string } {
  return { ...(from === undefined ? {} : { from }), ...(to === undefined ? {} : { to }) };
}
