import { Controller, Get, Inject, ServiceUnavailableException } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { Answers } from '../documentation/answers.ts';
import { HealthCheckService, HealthIndicatorService, type HealthCheckResult } from '@nestjs/terminus';
import type { EventStore } from '@gongji/event-store';
import type { Following } from '../following.ts';
import { notReady } from '../http/problem.ts';
import { CLOSING, FOLLOWING, STORE } from '../tokens.ts';

/** Events by which the views may be behind before a load balancer should ask another instance: some ten seconds of projecting. */
const MOST_LAG = 100_000n;
/** A store that takes longer to tell its head does not answer. */
const PATIENCE_MS = 2_000;

/** Says whether the service lives and whether it is ready. */
@ApiTags('health 运行状态')
@Controller('health')
export class HealthController {
  constructor(
    @Inject(HealthCheckService) private readonly health: HealthCheckService,
    @Inject(HealthIndicatorService) private readonly indicator: HealthIndicatorService,
    @Inject(STORE) private readonly store: EventStore,
    @Inject(FOLLOWING) private readonly following: Following,
    @Inject(CLOSING) private readonly closing: AbortSignal,
  ) {}

  @Get('live')
  @ApiOperation({ operationId: 'live', summary: '进程在运行 · The process runs' })
  @Answers('Live')
  live(): { readonly status: 'ok' } {
    return { status: 'ok' };
  }

  @Get('ready')
  @ApiOperation({
    operationId: 'ready',
    summary: '可以受理业务 · The store answers, the views are near its head, and the service is not stopping',
  })
  @Answers('Ready')
  async ready(): Promise<HealthCheckResult> {
    try {
      return await this.health.check([() => this.storeAnswers(), () => this.viewsFollow(), () => this.staysOpen()]);
    } catch (error) {
      if (!(error instanceof ServiceUnavailableException)) throw error;
      throw notReady((error.getResponse() as HealthCheckResult).details);
    }
  }

  private storeAnswers() {
    return this.indicator
      .check('store')
      .attempt(async () => ({ head: String(await this.store.head()) }))
      .withTimeout(PATIENCE_MS);
  }

  private async viewsFollow() {
    const views = this.indicator.check('views');
    if (this.following.failed !== undefined) return views.down('The views stopped following the log.');
    const lag = await this.following.lag().catch(() => undefined);
    if (lag === undefined) return views.down('The store does not answer.');
    const { hindered } = this.following;
    const found = { lag: String(lag), ...(hindered === undefined ? {} : { message: hindered }) };
    return lag > MOST_LAG ? views.down(found) : views.up(found);
  }

  private staysOpen() {
    const service = this.indicator.check('service');
    return this.closing.aborted ? service.down('The service is stopping.') : service.up();
  }
}
