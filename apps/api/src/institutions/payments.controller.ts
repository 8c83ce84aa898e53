import { id, month, Optional, type Policies } from '@gongji/application';
import type { PaymentLine, Policy } from '@gongji/core';
import type { Page, PayableMonth, Payment, Views } from '@gongji/projections';
import { Controller, Get, Inject, Param } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { Answers } from '../documentation/answers.ts';
import { Asked, limitOf, PageQuery, Query } from '../http/query.ts';
import { policyOf } from '../policies/policy-of.ts';
import { POLICIES, VIEWS } from '../tokens.ts';
import { byInstitution, type PayableInstitution } from './by-institution.ts';
import { withArticle } from './payment-words.ts';

class PaymentsQuery extends PageQuery {
  @Optional(id) institution?: string;
  @Optional(month) from?: string;
  @Optional(month) to?: string;
}

class PayablesQuery extends Query {
  @Optional(id) institution?: string;
  @Optional(month) from?: string;
  @Optional(month) to?: string;
}

interface Payables {
  readonly upTo: string;
  readonly institutions: readonly PayableInstitution[];
  readonly rows: readonly PayableMonth[];
}

/** Shows what institutions are due and how far their payments have come. */
@ApiTags('institutions 定点医药机构')
@Controller('regions/:region')
export class PaymentsController {
  constructor(
    @Inject(VIEWS) private readonly views: Views,
    @Inject(POLICIES) private readonly policies: Policies,
  ) {}

  @Get('payables')
  @ApiOperation({
    operationId: 'payables',
    summary: '应付定点机构款 · What institutions are due by month, and what was approved, paid and is unpaid of it',
  })
  @Answers('Payables')
  async payables(
    @Param('region') region: string,
    @Asked(PayablesQuery) { minPosition: _min, ...filter }: PayablesQuery,
  ): Promise<Payables> {
    policyOf(this.policies, region);
    const { answer: rows, upTo } = await this.views.wholeRegion.payables(region, filter);
    return { upTo, institutions: byInstitution(rows), rows };
  }

  @Get('payments')
  @ApiOperation({
    operationId: 'payments',
    summary:
      '拨付明细 · Payments to institutions: how each came about, whether it is proposed, approved and paid, by whom and when',
  })
  @Answers('Payments')
  async payments(
    @Param('region') region: string,
    @Asked(PaymentsQuery) { minPosition: _min, limit, ...only }: PaymentsQuery,
  ): Promise<Page<Payment>> {
    const policy = policyOf(this.policies, region);
    const options = { ...only, ...limitOf(limit === undefined ? {} : { limit }) };
    const { rows, next } = await this.views.payments(region, options);
    const explained = (row: Payment): Payment => ({ ...row, lines: row.lines.map((line) => citedBy(policy, line)) });
    return { rows: rows.map(explained), next };
  }
}

/** A line as the command's answer has it: its article with the document. */
function citedBy(policy: Policy, line: PaymentLine): PaymentLine {
  const { article, ...others } = withArticle(line, policy.supervision.payment);
  return { ...others, ...(article === undefined ? {} : { article: policy.cite({ article }) }) };
}
