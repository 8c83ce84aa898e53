import { withEndingSignal } from '@gongji/event-store';
import type { Views } from '@gongji/projections';
import { Inject, Injectable, type CallHandler, type ExecutionContext, type NestInterceptor } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import type { Observable } from 'rxjs';
import { CLOSING, POSITION_WAIT, VIEWS } from '../tokens.ts';
import { invalidQuery, positionNotReached } from './problem.ts';
import { position as positionKind } from './query.ts';

/** Lets a question with `minPosition` wait until the views have reached it, for a bounded time. */
@Injectable()
export class WaitForPosition implements NestInterceptor {
  constructor(
    @Inject(VIEWS) private readonly views: Views,
    @Inject(CLOSING) private readonly closing: AbortSignal,
    @Inject(POSITION_WAIT) private readonly milliseconds: number,
  ) {}

  async intercept(context: ExecutionContext, next: CallHandler): Promise<Observable<unknown>> {
    const { method, query } = context.switchToHttp().getRequest<FastifyRequest>();
    const asked = (query as { readonly minPosition?: unknown }).minPosition;
    if ((method === 'GET' || method === 'HEAD') && asked !== undefined) {
      if (!positionKind.fits(asked)) throw invalidQuery('minPosition', `minPosition must be ${positionKind.says}.`);
      await this.reach(BigInt(asked as string));
    }
    return next.handle();
  }

  private async reach(position: bigint): Promise<void> {
    if (this.views.checkpoint >= position) return;
    await withEndingSignal([this.closing], this.milliseconds, async (signal) => {
      try {
        await this.views.waitFor(position, signal);
      } catch (error) {
        if (!signal.aborted) throw error;
        throw positionNotReached(`The views are at ${String(this.views.checkpoint)}, before ${String(position)}.`);
      }
    });
  }
}
