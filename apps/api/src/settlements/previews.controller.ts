import { randomUUID } from 'node:crypto';
import { Readable } from 'node:stream';
import { readCommand, type Answer, type Policies } from '@gongji/application';
import type { CompactStep, VisitSettled } from '@gongji/core';
import { Body, Controller, HttpCode, Inject, Post } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { ApiBody, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { messageOf } from '../commands/bus.ts';
import { refusalProblem, wrongMediaType } from '../http/problem.ts';
import { policyOf } from '../policies/policy-of.ts';
import { POLICIES } from '../tokens.ts';
import { explanationOf, summaryOf, type ExplainedSettlement } from './explained-settlement.ts';

/** What a visit would be paid now: the answer of its settlement in words, and the token with which to settle it so. */
type PreviewedVisit = Pick<VisitSettled, Amount> &
  Pick<ExplainedSettlement, 'summary' | 'document' | 'explanation' | 'assumptions'> & {
    /** Of the log on which it was decided. */
    readonly position: string;
    readonly token: string;
  };

type Amount =
  'total' | 'inScope' | 'selfPayFirst' | 'deductible' | 'payments' | 'pooled' | 'account' | 'cash' | 'reason';

/** What a dry run of a visit answers (COMMANDS.md, SettleVisit). */
type DryResult = Pick<VisitSettled, Amount> & {
  readonly explanation: readonly (CompactStep & { readonly article: string })[];
  readonly token: string;
};

/** Shows what a visit would be paid, without writing anything. */
@ApiTags('settlements 结算')
@Controller('settlements')
export class PreviewsController {
  constructor(
    @Inject(CommandBus) private readonly bus: CommandBus,
    @Inject(POLICIES) private readonly policies: Policies,
  ) {}

  @Post('preview')
  @HttpCode(200)
  @ApiOperation({
    operationId: 'previewSettlement',
    summary: '预结算 · What a visit would be paid now, explained; nothing is written',
    description:
      'Takes the fields of SettleVisit; type and commandId may be left out, and a commandId is not looked at. Settling with previewToken, the token of this answer, is ' +
      'refused (preview-outdated) when the visit would then be paid otherwise.',
  })
  @ApiBody({ schema: { $ref: '#/components/schemas/VisitToPreview' } })
  @ApiOkResponse({ schema: { $ref: '#/components/schemas/PreviewedVisit' } })
  async preview(@Body() body: unknown): Promise<PreviewedVisit> {
    if (body instanceof Readable) throw wrongMediaType('A visit to preview is application/json.');
    const read = readCommand(dryRunOf(body));
    if (!read.ok) throw refusalProblem(read.refusal);
    if (read.command.type !== 'SettleVisit') throw refusalProblem(NO_VISIT);
    const answer = await this.bus.execute<ReturnType<typeof messageOf>, Answer>(messageOf(read.command));
    if (!answer.ok) throw refusalProblem(answer.error);
    const { explanation, ...result } = answer.result as unknown as DryResult;
    const steps = explanation.map(({ article: _article, ...step }) => step);
    return {
      ...result,
      summary: summaryOf({ ...result, reversedOn: null }),
      ...explanationOf(steps, policyOf(this.policies, read.command.region)),
      position: answer.position,
    };
  }
}

const NO_VISIT = {
  code: 'invalid-command',
  message: 'type must be SettleVisit, or be left out.',
  field: 'type',
} as const;

/** The visit as a command of its own that is only tried. What is no object is left to the reading of commands to refuse. */
function dryRunOf(body: unknown): unknown {
  if (typeof body !== 'object' || body === null || Array.isArray(body)) return body;
  return { type: 'SettleVisit', ...body, commandId: randomUUID(), dryRun: true };
}
