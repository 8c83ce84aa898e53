import { STATUS_CODES } from 'node:http';
import type { AnswerError } from '@gongji/application';
import { REFUSAL_CODES, type RefusalCode } from '@gongji/core';
import { NotKnownYet, StoreUnavailable } from '@gongji/event-store';
import { HttpException } from '@nestjs/common';

/** Problem details as RFC 9457 has them, with the fields of a refusal (COMMANDS.md) beside. */
export interface ProblemDetails {
  readonly type: string;
  readonly title: string;
  readonly status: number;
  readonly detail?: string;
  readonly code?: string;
  readonly field?: string;
  readonly article?: string;
  readonly commandId?: string;
  /** What each check of the service's readiness found. */
  readonly checks?: unknown;
}

/** An answer that is no success. Thrown by controllers, written by the filter. */
export class Problem extends Error {
  override readonly name = 'Problem';

  constructor(
    readonly details: ProblemDetails,
    /** Seconds after which asking again makes sense. */
    readonly retryAfter?: number,
  ) {
    super(details.detail ?? details.title);
  }
}

const NOT_422: { readonly [code in RefusalCode]?: number } = {
  'invalid-command': 400,
  conflict: 409,
  'already-exists': 409,
  'already-reversed': 409,
  'command-id-reused': 409,
  'claim-not-open': 409,
  'month-closed': 409,
  'case-not-open': 409,
  'preview-outdated': 409,
  'payment-outdated': 409,
};

/** The HTTP status of a refusal. */
export function statusOf(code: RefusalCode): number {
  return code.startsWith('unknown-') ? 404 : (NOT_422[code] ?? 422);
}

/** A refusal of the ledger as a problem: the same code, message, field and article as in the command file. */
export function refusalProblem(refusal: AnswerError, commandId?: string | null): Problem {
  const { code, message, field, article } = refusal;
  return new Problem({
    type: `urn:gongji:refusal:${code}`,
    title: REFUSAL_CODES[code],
    status: statusOf(code),
    detail: message,
    code,
    ...(field === undefined ? {} : { field }),
    ...(article === undefined ? {} : { article }),
    ...(typeof commandId === 'string' ? { commandId } : {}),
  });
}

/** A problem of the interface itself, which no command file can have. */
function ownProblem(
  code: string,
  status: number,
  title: string,
  more: Pick<ProblemDetails, 'detail' | 'field' | 'checks'>,
  retryAfter?: number,
): Problem {
  return new Problem({ type: `urn:gongji:problem:${code}`, title, status, code, ...more }, retryAfter);
}

export function invalidQuery(field: string, detail: string): Problem {
  return ownProblem('invalid-query', 400, 'A query parameter is unknown or malformed.', { field, detail });
}

export function positionNotReached(detail: string): Problem {
  const title = 'The views have not reached the position that was asked for.';
  return ownProblem('position-not-reached', 503, title, { field: 'minPosition', detail }, 1);
}

export function notReady(checks: unknown): Problem {
  return ownProblem('not-ready', 503, 'The service is not ready.', { checks }, 5);
}

export function wrongMediaType(detail: string): Problem {
  return ownProblem('wrong-media-type', 415, 'The body is of a kind that this address does not take.', { detail });
}

export function invalidBody(field: string, detail: string): Problem {
  return ownProblem('invalid-body', 400, 'A field of the body is missing, unknown or malformed.', { field, detail });
}

export function notProvable(detail: string): Problem {
  return ownProblem('not-provable', 422, 'It is not in the log, or not under a seal yet.', { detail });
}

export function notSimulable(detail: string): Problem {
  return ownProblem('not-simulable', 422, 'What was asked cannot be simulated.', { detail });
}

export function jobRunning(detail: string): Problem {
  return ownProblem('job-running', 409, 'One job runs at a time.', { detail }, 10);
}

export function unknownJob(detail: string): Problem {
  return ownProblem('unknown-job', 404, 'There is no such job.', { detail });
}

/** Whatever was thrown, as a problem. A defect shows its place in the log of the service only. */
export function problemOf(error: unknown): Problem {
  if (error instanceof Problem) return error;
  if (error instanceof NotKnownYet) return invalidQuery('knownAt', error.message);
  if (error instanceof StoreUnavailable) {
    const title = 'What the service rests on does not answer. Sending the same command again is safe.';
    return ownProblem('store-unavailable', 503, title, { detail: error.message }, 5);
  }
  const status = error instanceof HttpException ? error.getStatus() : 500;
  const title = STATUS_CODES[status] ?? 'Error';
  const detail = error instanceof HttpException ? { detail: error.message } : {};
  return new Problem({ type: 'about:blank', title, status, ...detail });
}
