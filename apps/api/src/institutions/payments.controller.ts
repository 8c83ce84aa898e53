import { id, month, Optional, type Policies } from '@gongji/application';
import type { DuePayment, PaymentLine, Policy } from '@gongji/core';
import type { DueMonth, Page, Payment, Views } from '@gongji/projections';
import { Controller, Get, Inject, Param } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { Answers } from '../documentation/answers.ts';
import { Asked, limitOf, PageQuery, Query } from '../http/query.ts';
import { policyOf } from '../policies/policy-of.ts';
import { POLICIES, VIEWS } from '../tokens.ts';
import { byInstitution, type PayableInstitution } from './by-institution.ts';
import { citedLine } from './cited.ts';

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
  readonly rows: readonly DueMonth[];
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
    summary:
      '应付定点机构款 · What institutions are due by month, what payments proposed now would come to by contract, and what was approved and paid',
  })
  @Answers('Payables')
  async payables(
    @Param('region') region: string,
    @Asked(PayablesQuery) { minPosition: _min, ...filter }: PayablesQuery,
  ): Promise<Payables> {
    const policy = policyOf(this.policies, region);
    const { answer: rows, upTo } = await this.views.wholeRegion.payables(region, filter);
    return { upTo, institutions: byInstitution(rows), rows: rows.map((row) => explained(policy, row)) };
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
    return { rows: rows.map((row) => withLines(policy, row)), next };
  }
}

function explained(policy: Policy, { due, prepayment, clearing, ...row }: DueMonth): DueMonth {
  const cited = (payment: DuePayment | null): DuePayment | null => payment && withLines(policy, payment);
  return { ...row, due: withLines(policy, due), prepayment: cited(prepayment), clearing: cited(clearing) };
}

function withLines<T extends { readonly lines: readonly PaymentLine[] }>(policy: Policy, payment: T): T {
  return { ...payment, lines: payment.lines.map((line) => citedLine(policy, line)) };
}
