import { join } from 'node:path';
import { Readable } from 'node:stream';
import { KeyFolder, NotSimulable } from '@gongji/proof';
import { Body, Controller, Delete, Get, HttpCode, Inject, Param, Post, type OnModuleDestroy } from '@nestjs/common';
import { ApiAcceptedResponse, ApiBody, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { cannotRun, jobRunning, notSimulable, unknownJob, wrongMediaType } from '../http/problem.ts';
import type { LedgerPlace } from '../ledger-place.ts';
import { checkSimulation, simulateLedger } from '../simulation/index.ts';
import { PLACE } from '../tokens.ts';
import { verifyLedger } from '../verification/index.ts';
import { readJob, type JobAsked } from './job-form.ts';
import { Jobs, type Job, type JobTools } from './jobs.ts';

const JOB = { schema: { $ref: '#/components/schemas/Job' } };

/** Starts, shows and stops long runs. They read the log beside the service and write nothing. */
@ApiTags('audit 审计')
@Controller('jobs')
export class JobsController implements OnModuleDestroy {
  private readonly jobs = new Jobs();

  constructor(@Inject(PLACE) private readonly place: LedgerPlace) {}

  onModuleDestroy(): Promise<void> {
    return this.jobs.close();
  }

  @Post()
  @HttpCode(202)
  @ApiOperation({
    operationId: 'startJob',
    summary: '启动核验或模拟 · Start a verification or a simulation',
    description:
      'One runs at a time. A simulation takes other rows and local parameters; another pack is for the command line.',
  })
  @ApiBody({ schema: { $ref: '#/components/schemas/JobToStart' } })
  @ApiAcceptedResponse(JOB)
  async start(@Body() body: unknown): Promise<Job> {
    if (body instanceof Readable) throw wrongMediaType('A job is application/json.');
    const asked = readJob(body);
    if (this.place.url !== undefined) {
      throw cannotRun('The log is on a server: copy it into an embedded store and run there (gongji copy).');
    }
    await this.check(asked);
    const job = this.jobs.start(asked.type, (tools) => this.run(asked, tools));
    if (job === undefined) throw jobRunning('Another job is running; stop it, or wait for its end.');
    return job;
  }

  /** What cannot be simulated is told at once. */
  private async check(asked: JobAsked): Promise<void> {
    if (asked.type !== 'simulate') return;
    try {
      await checkSimulation({ place: this.place, ...asked });
    } catch (error) {
      if (error instanceof NotSimulable) throw notSimulable(error.message);
      throw error;
    }
  }

  private async run(asked: JobAsked, { signal, progress }: JobTools): Promise<unknown> {
    const { place } = this;
    if (asked.type === 'simulate') return simulateLedger({ place, ...asked, signal, progress });
    const keys = (await new KeyFolder(join(place.folder, 'keys')).verifiers()).map(({ text }) => text);
    const told = (position: bigint, upTo: bigint): void => {
      progress(Number(position), Number(upTo));
    };
    return verifyLedger({ place, keys, signal, progress: told });
  }

  @Get(':id')
  @ApiOperation({ operationId: 'job', summary: '任务进度与结果 · How far a job is, and its report once it is done' })
  @ApiOkResponse(JOB)
  show(@Param('id') id: string): Job {
    const job = this.jobs.get(id);
    if (job === undefined) throw unknownJob(`There is no job ${id}, or it was forgotten.`);
    return job;
  }

  @Delete(':id')
  @ApiOperation({ operationId: 'stopJob', summary: '停止或删除任务 · Stop a job that runs, forget one that ended' })
  @ApiOkResponse(JOB)
  async stop(@Param('id') id: string): Promise<Job> {
    const job = await this.jobs.delete(id);
    if (job === undefined) throw unknownJob(`There is no job ${id}, or it was forgotten.`);
    return job;
  }
}
