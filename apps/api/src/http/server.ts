import { isUtf8 } from 'node:buffer';
import { FastifyAdapter } from '@nestjs/platform-fastify';
import type { Instruments } from '../observability/command-observer.ts';
import { observeRequests } from '../observability/http-requests.ts';
import { refusalProblem } from './problem.ts';

/** A command is far shorter; the command file has the same bound for a line. */
const LONGEST_COMMAND = 1024 * 1024;
/** An id has up to 128 characters, each of which may take twelve in an address. */
const LONGEST_PARAMETER = 128 * 12;

/**
 * The HTTP server: JSON is read as strictly as a line of the command file, and a command file or an institution's rows are not read at
 * all here but handed on as a stream.
 *
 * @param closing from its abort on every answer ends its connection, so that no idle one keeps the server from closing.
 */
export function serverAdapter(closing: AbortSignal, instruments: Instruments): FastifyAdapter {
  const adapter = new FastifyAdapter({
    bodyLimit: LONGEST_COMMAND,
    // The ledger stays open until the last answer, so that whoever is connected when closing begins is still served.
    return503OnClosing: false,
    routerOptions: { maxParamLength: LONGEST_PARAMETER },
  });
  const fastify = adapter.getInstance();
  observeRequests(fastify, instruments);
  fastify.removeAllContentTypeParsers();
  fastify.addContentTypeParser('application/json', { parseAs: 'buffer' }, (_request, body, done) => {
    try {
      done(null, parsed(body as Buffer));
    } catch (error) {
      done(error as Error);
    }
  });
  for (const streamed of ['application/x-ndjson', 'text/tab-separated-values']) {
    fastify.addContentTypeParser(streamed, (_request, payload, done) => {
      done(null, payload);
    });
  }
  fastify.addHook('onSend', (_request, reply, _payload, done) => {
    if (closing.aborted) void reply.header('Connection', 'close');
    done();
  });
  return adapter;
}

function parsed(body: Buffer): unknown {
  if (!isUtf8(body)) throw notJson('The body is not UTF-8.');
  try {
    return JSON.parse(body.toString('utf8')) as unknown;
  } catch {
    throw notJson('The body is not JSON.');
  }
}

function notJson(message: string): Error {
  return refusalProblem({ code: 'invalid-command', message });
}
