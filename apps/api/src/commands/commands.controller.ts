import { Readable } from 'node:stream';
import { readCommand, type Answer } from '@gongji/application';
import { Body, Controller, HttpCode, Inject, Post } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { ApiBody, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { refusalProblem, wrongMediaType } from '../http/problem.ts';
import { messageOf } from './bus.ts';

/** Takes one command and answers it, or refuses it as a problem. */
@ApiTags('commands 命令')
@Controller('commands')
export class CommandsController {
  constructor(@Inject(CommandBus) private readonly bus: CommandBus) {}

  @Post()
  @HttpCode(200)
  @ApiOperation({
    operationId: 'carryOut',
    summary: '执行一条命令 · Carry out one command',
    description:
      'Answered when its events are durable. Sent again with the same commandId and content, it gives the first answer and ' +
      'appends nothing.',
  })
  @ApiBody({ schema: { $ref: '#/components/schemas/Command' } })
  @ApiOkResponse({ schema: { $ref: '#/components/schemas/Accepted' } })
  async carryOut(@Body() body: unknown): Promise<Answer> {
    if (body instanceof Readable) throw wrongMediaType('One command is application/json; files go to /command-files.');
    const read = readCommand(body);
    if (!read.ok) throw refusalProblem(read.refusal, read.commandId);
    const answer = await this.bus.execute<ReturnType<typeof messageOf>, Answer>(messageOf(read.command));
    if (!answer.ok) throw refusalProblem(answer.error, answer.commandId);
    return answer;
  }
}
