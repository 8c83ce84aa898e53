import { mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { JobRecord } from './jobs.ts';

const RECORD = /^[0-9a-f-]{36}\.json$/;

/**
 * What a service remembers of its jobs, a file each in the folder beside the log. A file is written as a whole and is on the disk when
 * `save` returns; whoever may write here can make a report: keep it as the log is kept.
 */
export class JobFolder {
  constructor(private readonly folder: string) {}

  /** In the order in which they were asked for. */
  load(): readonly JobRecord[] {
    return this.names()
      .filter((name) => RECORD.test(name))
      .map((name) => JSON.parse(readFileSync(join(this.folder, name), 'utf8')) as JobRecord)
      .sort((a, b) => (a.job.startedAt < b.job.startedAt ? -1 : 1));
  }

  save(record: JobRecord): void {
    mkdirSync(this.folder, { recursive: true });
    const file = this.fileOf(record.job.id);
    writeFileSync(`${file}.new`, JSON.stringify(record), { flush: true });
    renameSync(`${file}.new`, file);
  }

  remove(id: string): void {
    rmSync(this.fileOf(id), { force: true });
    this.removeResume(id);
  }

  removeResume(id: string): void {
    rmSync(this.resumeFileOf(id), { force: true });
  }

  /** Where a job may keep how far it is. */
  resumeFileOf(id: string): string {
    return join(this.folder, `${id}.resume`);
  }

  private fileOf(id: string): string {
    return join(this.folder, `${id}.json`);
  }

  private names(): readonly string[] {
    try {
      return readdirSync(this.folder);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ENOENT') return [];
      throw error;
    }
  }
}
