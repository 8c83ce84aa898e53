import { Catch, Inject, type ArgumentsHost, type ExceptionFilter } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import type { Observability } from '../observability/observability.ts';
import { OBSERVABILITY } from '../tokens.ts';
import { problemOf } from './problem.ts';

/** Writes whatever a controller, a guard or the framework threw as problem details (RFC 9457). */
@Catch()
export class ProblemFilter implements ExceptionFilter {
  constructor(@Inject(OBSERVABILITY) private readonly observability: Observability) {}

  catch(error: unknown, host: ArgumentsHost): void {
    const { details, retryAfter } = problemOf(error);
    if (details.status >= 500 && details.code === undefined) this.observability.log.error({ err: error }, 'A defect.');
    const reply = host.switchToHttp().getResponse<FastifyReply>();
    if (reply.raw.headersSent) {
      // Half an answer cannot become a problem any more; a cut connection is what every client notices.
      reply.raw.destroy();
      return;
    }
    if (retryAfter !== undefined) void reply.header('Retry-After', String(retryAfter));
    void reply.code(details.status).header('Content-Type', 'application/problem+json').send(JSON.stringify(details));
  }
}
