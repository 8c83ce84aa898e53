import { PassThrough, Readable } from 'node:stream';
import { runCommands, type Ledger } from '@gongji/application';
import { Controller, HttpCode, Inject, Post, Req, Res } from '@nestjs/common';
import { ApiBody, ApiConsumes, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { wrongMediaType } from '../http/problem.ts';
import { CLOSING, LEDGER } from '../tokens.ts';
import { LineWriter } from './line-writer.ts';

export const NDJSON = 'application/x-ndjson';

/** Takes a file of commands as a stream and answers line by line. */
@ApiTags('commands 命令')
@Controller('command-files')
export class CommandFilesController {
  constructor(
    @Inject(LEDGER) private readonly ledger: Ledger,
    @Inject(CLOSING) private readonly closing: AbortSignal,
  ) {}

  /**
   * Memory stays flat whatever the length of the file: what is read waits for the ledger, the ledger's answers wait for the client.
   *
   * What goes wrong before the first answer is a problem; after it, or when the service stops in the middle of a file, the connection
   * is cut after the answers that there are, so that no client can take half a file for a whole one. Sending it again is safe.
   */
  @Post()
  @HttpCode(200)
  @ApiConsumes(NDJSON)
  @ApiOperation({
    operationId: 'carryOutFile',
    summary: '执行命令文件 · Carry out a file of commands, one JSON object a line',
    description:
      'Answers come one a line, in the same order, while the file is being sent; it may be of any length. A refused command does ' +
      'not stop the file. A cut connection means that the rest was not answered: sending the file again is safe.',
  })
  @ApiBody({ schema: { type: 'string', format: 'binary' }, description: 'in UTF-8' })
  @ApiOkResponse({ content: { [NDJSON]: { schema: { $ref: '#/components/schemas/Answer' } } } })
  async carryOut(@Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    const { body } = request;
    if (!(body instanceof Readable) || request.headers['content-encoding'] !== undefined) {
      throw wrongMediaType(`A command file is ${NDJSON}, without a content encoding.`);
    }
    const answers = new PassThrough();
    answers.on('error', () => undefined); // Fastify cuts the connection; nobody else needs to know
    const lines = new LineWriter(answers);
    let begun = false;
    const begin = (): void => {
      if (begun) return;
      begun = true;
      void reply.header('Content-Type', NDJSON).send(answers);
    };
    const input = untilClosing(body, this.closing);
    try {
      await runCommands(input.chunks, this.ledger, (answer) => {
        begin();
        return lines.write(answer);
      });
      begin();
      await lines.flush();
      if (input.cutShort()) answers.destroy(new Error('The service is stopping.'));
      else lines.end();
    } catch (error) {
      if (!begun) throw error;
      answers.destroy(error as Error);
    } finally {
      input.release();
    }
  }
}

/** The body, ended early when the service closes: what was read of it is still answered. */
function untilClosing(
  body: Readable,
  closing: AbortSignal,
): { readonly chunks: Readable; cutShort(): boolean; release(): void } {
  const chunks = new PassThrough();
  let cut = false;
  const stop = (): void => {
    if (body.readableEnded) return;
    cut = true;
    body.unpipe(chunks);
    chunks.end();
  };
  body.on('error', (error) => chunks.destroy(error));
  body.pipe(chunks);
  if (closing.aborted) stop();
  else closing.addEventListener('abort', stop, { once: true });
  return {
    chunks,
    cutShort: () => cut,
    release: () => {
      closing.removeEventListener('abort', stop);
    },
  };
}
