import { Controller, Get, Header, Inject, NotFoundException } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiProduces, ApiTags } from '@nestjs/swagger';
import { OBSERVABILITY } from '../tokens.ts';
import type { Observability } from './observability.ts';

const FORMAT = 'text/plain; version=0.0.4; charset=utf-8';

/** Shows the service's figures to Prometheus. */
@ApiTags('health 运行状态')
@Controller('metrics')
export class MetricsController {
  constructor(@Inject(OBSERVABILITY) private readonly observability: Observability) {}

  @Get()
  @Header('Content-Type', FORMAT)
  @ApiProduces(FORMAT)
  @ApiOkResponse({ schema: { type: 'string' } })
  @ApiOperation({
    operationId: 'metrics',
    summary: '运行指标 · Figures for Prometheus: commands, appends, conflicts, how far the views are behind',
  })
  async metrics(): Promise<string> {
    const text = await this.observability.metrics();
    if (text === undefined) throw new NotFoundException('The settings do not want figures here.');
    return text;
  }
}
