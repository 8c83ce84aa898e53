import { join } from 'node:path';
import { Readable } from 'node:stream';
import { NotSimulable } from '@gongji/proof';
import {
  Body,
  Controller,
  Delete,
  Get,
  HttpCode,
  Inject,
  Param,
  Post,
  type OnApplicationBootstrap,
  type OnModuleDestroy,
} from '@nestjs/common';
import { ApiAcceptedResponse, ApiBody, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { jobRunning, notSimulable, unknownJob, wrongMediaType } from '../http/problem.ts';
import type { LedgerPlace } from '../ledger-place.ts';
import { PLACE } from '../tokens.ts';
import { JobFolder } from './job-folder.ts';
import { readJob, type JobAsked } from './job-form.ts';
import { checkJob, runJob } from './job-runs.ts';
import { Jobs, type Job, type JobRecord } from './jobs.ts';

const JOB = { schema: { $ref: '#/components/schemas/Job' } };

/** A job as it is shown: of a pack that was sent, the names of its files. */
interface ShownJob extends Job {
  readonly request: object;
}

/** Starts, shows and stops long runs. They read the log beside the service and write nothing to it. */
@ApiTags('audit 审计')
@Controller('jobs')
export class JobsController implements OnApplicationBootstrap, OnModuleDestroy {
  private readonly jobs: Jobs;

  constructor(@Inject(PLACE) private readonly place: LedgerPlace) {
    this.jobs = new Jobs(new JobFolder(join(place.folder, 'jobs')), (asked, tools) => runJob(place, asked, tools));
  }

  onApplicationBootstrap(): void {
    this.jobs.resume();
  }

  onModuleDestroy(): Promise<void> {
    return this.jobs.close();
  }

  @Post()
  @HttpCode(202)
  @ApiOperation({
    operationId: 'startJob',
    summary: '启动核验或模拟 · Start a verification or a simulation',
    description:
      'One runs at a time. It survives a restart of the service: a verification goes on where it was, a simulation begins anew. A simulation takes other rows, other local parameters and another pack of the region.',
  })
  @ApiBody({ schema: { $ref: '#/components/schemas/JobToStart' } })
  @ApiAcceptedResponse(JOB)
  async start(@Body() body: unknown): Promise<ShownJob> {
    if (body instanceof Readable) throw wrongMediaType('A job is application/json.');
    const asked = readJob(body);
    await this.check(asked);
    const record = this.jobs.start(asked);
    if (record === undefined) throw jobRunning('Another job is running; stop it, or wait for its end.');
    return shown(record);
  }

  /** What cannot be simulated is told at once. */
  private async check(asked: JobAsked): Promise<void> {
    try {
      await checkJob(this.place, asked);
    } catch (error) {
      if (error instanceof NotSimulable) throw notSimulable(error.message);
      throw error;
    }
  }

  @Get()
  @ApiOperation({ operationId: 'jobs', summary: '任务清单 · The jobs that are remembered, the latest first' })
  @ApiOkResponse({ schema: { $ref: '#/components/schemas/JobPage' } })
  list(): { readonly rows: readonly Omit<ShownJob, 'result'>[]; readonly next: null } {
    const rows = this.jobs.list().map((record) => {
      const { result: _, ...rest } = shown(record);
      return rest;
    });
    return { rows: rows.reverse(), next: null };
  }

  @Get(':id')
  @ApiOperation({ operationId: 'job', summary: '任务进度与结果 · How far a job is, and its report once it is done' })
  @ApiOkResponse(JOB)
  show(@Param('id') id: string): ShownJob {
    return this.known(id, this.jobs.get(id));
  }

  @Delete(':id')
  @ApiOperation({ operationId: 'stopJob', summary: '停止或删除任务 · Stop a job that runs, forget one that ended' })
  @ApiOkResponse(JOB)
  async stop(@Param('id') id: string): Promise<ShownJob> {
    return this.known(id, await this.jobs.delete(id));
  }

  private known(id: string, record: JobRecord | undefined): ShownJob {
    if (record === undefined) throw unknownJob(`There is no job ${id}, or it was forgotten.`);
    return shown(record);
  }
}

function shown({ asked, job }: JobRecord): ShownJob {
  const request = asked.type === 'simulate' && asked.pack !== undefined ? named(asked, asked.pack) : asked;
  return { ...job, request };
}

function named(asked: JobAsked, pack: object): object {
  return { ...asked, pack: Object.keys(pack) };
}
