import { fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import type { AuditFigures } from './audits.ts';
import type { ReportTime } from './reports.ts';
import type { Time } from './time.ts';
import type { UpsertFigures, UpsertTask } from './upserts.ts';
import type { Figures, LogFigures, RunFigures, Task } from './worker.ts';

type Of<K extends Task['kind']> = Extract<Task, { readonly kind: K }>;

/** Runs a task in a process of its own. */
async function ask(task: Task): Promise<Figures> {
  const child = fork(fileURLToPath(new URL('worker.js', import.meta.url)), [JSON.stringify(task)]);
  return new Promise((resolve, reject) => {
    child.once('message', (figures) => {
      resolve(figures as Figures);
    });
    child.once('error', reject);
    child.once('exit', (code) => {
      reject(new Error(`the measuring process ended with ${String(code)}`));
    });
  });
}

export async function measuredRun(task: Omit<Of<'run'>, 'kind'>): Promise<RunFigures> {
  const figures = await ask({ kind: 'run', ...task });
  if (!('run' in figures)) throw new Error('the measuring process answered something else');
  return figures.run;
}

export async function measuredRounds(task: Omit<Of<'rounds'>, 'kind'>): Promise<readonly Time[]> {
  const figures = await ask({ kind: 'rounds', ...task });
  if (!('rounds' in figures)) throw new Error('the measuring process answered something else');
  return figures.rounds;
}

export async function measuredLog(task: Omit<Of<'log'>, 'kind'>): Promise<LogFigures> {
  const figures = await ask({ kind: 'log', ...task });
  if (!('log' in figures)) throw new Error('the measuring process answered something else');
  return figures.log;
}

export async function measuredReports(task: Omit<Of<'reports'>, 'kind'>): Promise<readonly ReportTime[]> {
  const figures = await ask({ kind: 'reports', ...task });
  if (!('reports' in figures)) throw new Error('the measuring process answered something else');
  return figures.reports;
}

export async function measuredUpserts(task: UpsertTask): Promise<UpsertFigures> {
  const figures = await ask({ kind: 'upserts', ...task });
  if (!('upserts' in figures)) throw new Error('the measuring process answered something else');
  return figures.upserts;
}

export async function measuredAudit(task: Omit<Of<'audit'>, 'kind'>): Promise<AuditFigures> {
  const figures = await ask({ kind: 'audit', ...task });
  if (!('audit' in figures)) throw new Error('the measuring process answered something else');
  return figures.audit;
}
