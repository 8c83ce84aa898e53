import type { LoggerService } from '@nestjs/common';
import { StoreUnavailable } from '@gongji/event-store';
import { PackError } from '@gongji/packs';
import { pino, type DestinationStream, type Logger } from 'pino';
import { presentRequest } from './requests.ts';
import type { LogLevel } from './settings.ts';

export type Log = Logger;

/**
 * The operator's log: one JSON object a line, with the request's id where there is a request. No person can be found in it: it has
 * no address of a request but its pattern, no field of a command but its type, no message of an error that may quote data.
 *
 * @param destination default: standard error, for standard output belongs to answers.
 */
export function openLog(level: LogLevel, destination?: DestinationStream): Log {
  return pino(
    {
      level,
      base: { service: 'gongji' },
      timestamp: pino.stdTimeFunctions.isoTime,
      formatters: { level: (label) => ({ level: label }) },
      serializers: { err: errorForLog },
      mixin: () => {
        const requestId = presentRequest.getStore()?.requestId;
        return requestId === undefined ? {} : { requestId };
      },
      mixinMergeStrategy: (given, mixed) => ({ ...mixed, ...given }),
      hooks: { streamWrite: withoutPersons },
    },
    destination ?? pino.destination({ dest: 2, sync: true }),
  );
}

/** Streams of a person are named after the person; everything after such a name's beginning is left out. */
function withoutPersons(line: string): string {
  return line.replace(/\b(insured|claim|supervision)-(\w+)\.(?:[^"\\]|\\.)*/g, '$1-$2.…');
}

interface LoggedError {
  readonly type: string;
  readonly message?: string;
  readonly code?: unknown;
  /** Where it happened. */
  readonly frames?: readonly string[];
  readonly cause?: LoggedError;
}

/**
 * An error as it may stand in a log: its kind and its place. The message only where it is written for operators; any other one may
 * quote what was being worked on, as "Cannot read properties of undefined (reading 'P1')" does.
 */
export function errorForLog(error: unknown): LoggedError {
  if (!(error instanceof Error)) return { type: typeof error };
  const { cause, message, name } = error;
  const code = 'code' in error ? { code: error.code } : {};
  return {
    type: name,
    ...(isForOperators(error) ? { message } : {}),
    ...code,
    frames: framesOf(error),
    ...(cause === undefined ? {} : { cause: errorForLog(cause) }),
  };
}

function isForOperators(error: Error): boolean {
  return error instanceof StoreUnavailable || error instanceof PackError || 'syscall' in error;
}

function framesOf({ stack = '', message }: Error): readonly string[] {
  const at = stack.indexOf(message);
  const frames = at < 0 ? stack : stack.slice(at + message.length);
  return frames
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line.startsWith('at '));
}

/** What the framework itself says, in the same log. */
export class FrameworkLog implements LoggerService {
  constructor(private readonly to: Log) {}

  log(message: unknown): void {
    this.write('debug', message);
  }

  error(message: unknown): void {
    this.write('error', message);
  }

  warn(message: unknown): void {
    this.write('warn', message);
  }

  private write(level: 'debug' | 'warn' | 'error', message: unknown): void {
    if (message instanceof Error) this.to[level]({ err: message }, 'framework');
    else this.to[level](typeof message === 'string' ? message : 'framework');
  }
}
