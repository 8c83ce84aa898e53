import { month, oneOf, Optional, Required, timesOf, type FieldKind, type Policies } from '@gongji/application';
import {
  balanceSheet,
  BOOK_ACCOUNT_IDS,
  generalLedger,
  incomeAndExpenditure,
  periodOf,
  SUB_LEDGERS,
  trialBalance,
  type BookAccountId,
  type Chart,
  type MonthSum,
  type Period,
  type TwoTimes,
} from '@gongji/core';
import type { Page, Views } from '@gongji/projections';
import { Controller, Get, Inject, Param } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { Answers } from '../documentation/answers.ts';
import { Asked, limitOf, PageQuery, period, Query, TimesQuery, yearText } from '../http/query.ts';
import { policyOf } from '../policies/policy-of.ts';
import { CHART, POLICIES, VIEWS } from '../tokens.ts';
import { named, subLedgerNamed } from './named.ts';

const bookAccount: FieldKind = oneOf(...BOOK_ACCOUNT_IDS);

class ChartQuery extends Query {}

class JournalQuery extends PageQuery {
  @Required(month) month!: string;
  @Optional(bookAccount) bookAccount?: BookAccountId;
}

class GeneralLedgerQuery extends TimesQuery {
  @Required(yearText) year!: string;
  @Required(bookAccount) bookAccount!: BookAccountId;
}

class ClosedMonthsQuery extends TimesQuery {
  @Required(yearText) year!: string;
}

class StatementQuery extends TimesQuery {
  @Required(period) period!: string;
}

/** Shows the fund's books: journal, general ledger and the statements made of them, on the cash basis. */
@ApiTags('books 账簿')
@Controller('regions/:region/books')
export class BooksController {
  constructor(
    @Inject(VIEWS) private readonly views: Views,
    @Inject(POLICIES) private readonly policies: Policies,
    @Inject(CHART) private readonly accounts: Chart,
  ) {}

  @Get('accounts')
  @ApiOperation({ operationId: 'bookAccounts', summary: '会计科目表 · The chart of accounts, and whose each code is' })
  @Answers('ChartOfAccounts')
  chart(@Param('region') region: string, @Asked(ChartQuery) _query: ChartQuery): unknown {
    policyOf(this.policies, region);
    const rows = BOOK_ACCOUNT_IDS.map((id) => ({ bookAccount: id, ...this.accounts[id] }));
    return { subLedgers: SUB_LEDGERS.map(subLedgerNamed), rows };
  }

  @Get('journal')
  @ApiOperation({
    operationId: 'journal',
    summary: '记账凭证序时簿 · The journal of a month, in the order of recording; negative amounts take entries back',
  })
  @Answers('Journal')
  async journal(
    @Param('region') region: string,
    @Asked(JournalQuery) { month: of, bookAccount: touching, after = '0', ...query }: JournalQuery,
  ): Promise<Page<unknown>> {
    policyOf(this.policies, region);
    const { rows, next } = await this.views.journal(
      { region, month: of },
      { after, ...limitOf(query), ...timesOf(query), ...(touching === undefined ? {} : { bookAccount: touching }) },
    );
    return { rows: rows.map(({ lines, ...entry }) => ({ ...entry, lines: named(lines, this.accounts) })), next };
  }

  @Get('general-ledger')
  @ApiOperation({ operationId: 'generalLedger', summary: '总账 · A book account by month of a year' })
  @Answers('GeneralLedger')
  async generalLedger(
    @Param('region') region: string,
    @Asked(GeneralLedgerQuery) { year, bookAccount: of, ...times }: GeneralLedgerQuery,
  ): Promise<unknown> {
    return this.made(region, year, times, (sums) => ({
      rows: named(generalLedger(sums, of, Number(year)), this.accounts),
    }));
  }

  @Get('closed-months')
  @ApiOperation({
    operationId: 'closedMonths',
    summary: '月度结账 · The closed months of a year, their totals, and what was recorded too late for them',
  })
  @Answers('ClosedMonths')
  async closedMonths(
    @Param('region') region: string,
    @Asked(ClosedMonthsQuery) { year, ...times }: ClosedMonthsQuery,
  ): Promise<unknown> {
    policyOf(this.policies, region);
    const { answer: rows, upTo } = await this.views.closedMonths(region, Number(year), timesOf(times));
    return { region, year: Number(year), upTo, rows };
  }

  @Get('trial-balance')
  @ApiOperation({ operationId: 'trialBalance', summary: '科目余额表 · The trial balance of a month or a year' })
  @Answers('TrialBalance')
  async trialBalance(@Param('region') region: string, @Asked(StatementQuery) query: StatementQuery): Promise<unknown> {
    return this.made(region, query.period, query, (sums, of) => {
      const { rows, totals } = trialBalance(sums, of);
      return { rows: named(rows, this.accounts), totals };
    });
  }

  @Get('income-and-expenditure')
  @ApiOperation({
    operationId: 'incomeAndExpenditure',
    summary: '收支表 · Income, expenditure and surplus of a month or a year',
  })
  @Answers('IncomeAndExpenditure')
  async incomeAndExpenditure(
    @Param('region') region: string,
    @Asked(StatementQuery) query: StatementQuery,
  ): Promise<unknown> {
    return this.made(region, query.period, query, (sums, of) => {
      const { income, expenditure, transfers, totals } = incomeAndExpenditure(sums, of);
      const [earned, spent, passed] = [income, expenditure, transfers].map((rows) => named(rows, this.accounts));
      return { income: earned, expenditure: spent, transfers: passed, totals };
    });
  }

  @Get('balance-sheet')
  @ApiOperation({
    operationId: 'balanceSheet',
    summary: '资产负债表 · Assets, liabilities and net assets at the end of a month or a year',
  })
  @Answers('BalanceSheet')
  async balanceSheet(@Param('region') region: string, @Asked(StatementQuery) query: StatementQuery): Promise<unknown> {
    return this.made(region, query.period, query, (sums, of) => {
      const { assets, liabilities, netAssets, totals } = balanceSheet(sums, of);
      return {
        assets: named(assets, this.accounts),
        liabilities: named(liabilities, this.accounts),
        netAssets,
        totals,
      };
    });
  }

  /** A statement of a month or a year, with the position of the log on which it rests. */
  private async made(
    region: string,
    text: string,
    times: TwoTimes,
    statement: (sums: readonly MonthSum[], of: Period) => object,
  ): Promise<unknown> {
    policyOf(this.policies, region);
    const of = periodOf(text);
    const { answer, upTo } = await this.views.monthSums(region, of.to, timesOf(times));
    return { region, period: text, upTo, ...statement(answer, of) };
  }
}
