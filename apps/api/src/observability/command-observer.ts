import { eventIdOf, type Answer, type Observer } from '@gongji/application';
import { ROOT_CONTEXT, SpanStatusCode, type Tracer } from '@opentelemetry/api';
import type { Figures } from './figures.ts';
import type { Log } from './log.ts';
import { presentRequest } from './requests.ts';

export interface Instruments {
  readonly log: Log;
  /** Undefined where no figures are kept. */
  readonly figures: Figures | undefined;
  /** Undefined where nothing is traced. */
  readonly tracer: Tracer | undefined;
}

/** Counts, traces and logs commands; undefined where none of it is asked for. Of a command's fields it uses the type alone. */
export function commandObserver({ log, figures, tracer }: Instruments): Observer | undefined {
  const logs = log.isLevelEnabled('debug');
  if (figures === undefined && tracer === undefined && !logs) return undefined;
  return {
    submitted({ type, commandId }) {
      const startedMs = performance.now();
      const request = presentRequest.getStore();
      const span = tracer?.startSpan(`command ${type}`, {}, request?.context ?? ROOT_CONTEXT);
      const ended = (outcome: string, position: string | undefined): void => {
        const seconds = (performance.now() - startedMs) / 1000;
        figures?.command(type, outcome, seconds);
        if (span?.isRecording() === true) {
          const place = position === undefined ? {} : { 'gongji.log.position': position };
          span.setAttributes({ 'gongji.command.type': type, 'gongji.command.outcome': outcome, ...place });
          span.setAttribute('gongji.event.id', eventIdOf(commandId, 0));
          if (outcome === FAILED) span.setStatus({ code: SpanStatusCode.ERROR });
        }
        span?.end();
        if (!logs) return;
        const requestId = request === undefined ? {} : { requestId: request.requestId };
        log.debug({ ...requestId, type, outcome, position, eventId: eventIdOf(commandId, 0), seconds }, 'command');
      };
      return {
        answered: (answer: Answer) => {
          if (answer.ok) ended('accepted', answer.position);
          else ended(answer.error.code, undefined);
        },
        failed: () => {
          ended(FAILED, undefined);
        },
      };
    },
  };
}

const FAILED = 'failed';
