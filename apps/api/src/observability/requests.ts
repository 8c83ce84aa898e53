import { AsyncLocalStorage } from 'node:async_hooks';
import { randomUUID } from 'node:crypto';
import type { Context, Span } from '@opentelemetry/api';

/** A request that is being answered. */
export interface ObservedRequest {
  /** Ties together what is logged of one request; the answer's header X-Request-Id has it. */
  readonly requestId: string;
  readonly startedMs: number;
  readonly span: Span | undefined;
  /** Where spans of what the request causes belong. */
  readonly context: Context;
}

/** The request for which the present code runs, if it runs for one. */
export const presentRequest = new AsyncLocalStorage<ObservedRequest>();

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** The caller's own id where it is a UUID: whatever else a caller may send could name a person. */
export function requestIdOf(given: unknown): string {
  return typeof given === 'string' && UUID.test(given) ? given.toLowerCase() : randomUUID();
}
