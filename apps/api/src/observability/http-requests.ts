import { defaultTextMapGetter, ROOT_CONTEXT, SpanKind, SpanStatusCode, trace } from '@opentelemetry/api';
import { W3CTraceContextPropagator } from '@opentelemetry/core';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { Instruments } from './command-observer.ts';
import { presentRequest, requestIdOf, type ObservedRequest } from './requests.ts';

/** Asked for every few seconds by machines; logged only where everything is. */
const PROBES = new Set(['/health/live', '/health/ready', '/metrics']);

/** Neither the address nor its parameters: they name persons. */
function routeOf(request: FastifyRequest): string {
  return request.routeOptions.url ?? 'none';
}

/** Lets every request have an id, and counts, traces and logs it by its route's pattern. */
export function observeRequests(fastify: FastifyInstance, { log, figures, tracer }: Instruments): void {
  const seen = new WeakMap<FastifyRequest, ObservedRequest>();
  const propagator = new W3CTraceContextPropagator();

  fastify.addHook('onRequest', (request, reply, done) => {
    const requestId = requestIdOf(request.headers['x-request-id']);
    void reply.header('X-Request-Id', requestId);
    const parent = propagator.extract(ROOT_CONTEXT, request.headers, defaultTextMapGetter);
    const span = tracer?.startSpan(`${request.method} ${routeOf(request)}`, { kind: SpanKind.SERVER }, parent);
    const context = span === undefined ? parent : trace.setSpan(parent, span);
    seen.set(request, { requestId, startedMs: performance.now(), span, context });
    done();
  });
  // Not before the body was read: its bytes arrive outside of what was entered earlier.
  fastify.addHook('preHandler', (request, _reply, done) => {
    const observed = seen.get(request);
    if (observed === undefined) done();
    else presentRequest.run(observed, done);
  });
  const ended = (request: FastifyRequest, status: number): void => {
    const observed = seen.get(request);
    if (observed === undefined) return;
    seen.delete(request);
    const seconds = (performance.now() - observed.startedMs) / 1000;
    const { method } = request;
    const route = routeOf(request);
    figures?.request({ method, route, status }, seconds);
    const attributes = { 'http.request.method': method, 'http.route': route, 'http.response.status_code': status };
    observed.span?.setAttributes(attributes);
    if (status >= 500) observed.span?.setStatus({ code: SpanStatusCode.ERROR });
    observed.span?.end();
    const level = PROBES.has(route) && status < 500 ? 'debug' : 'info';
    log[level]({ requestId: observed.requestId, method, route, status, seconds, ...traceOf(observed) }, 'request');
  };
  fastify.addHook('onResponse', (request, reply, done) => {
    ended(request, reply.statusCode);
    done();
  });
  fastify.addHook('onRequestAbort', (request, done) => {
    ended(request, CLIENT_WENT_AWAY);
    done();
  });
}

/** No answer was sent: the number that web servers use for it. */
const CLIENT_WENT_AWAY = 499;

function traceOf({ span }: ObservedRequest): { readonly traceId?: string } {
  return span === undefined ? {} : { traceId: span.spanContext().traceId };
}
