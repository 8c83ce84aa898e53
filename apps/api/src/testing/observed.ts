import { ExportResultCode } from '@opentelemetry/core';
import type { ReadableSpan, SpanExporter } from '@opentelemetry/sdk-trace-base';
import { Observability } from '../observability/observability.ts';
import { observabilitySettings } from '../observability/settings.ts';

/** A place for a log's lines. */
export function logged(): {
  write(line: string): void;
  text(): string;
  lines(): readonly { readonly [field: string]: unknown }[];
} {
  const lines: string[] = [];
  return {
    write: (line) => {
      lines.push(line);
    },
    text: () => lines.join(''),
    lines: () => lines.map((line) => JSON.parse(line) as { readonly [field: string]: unknown }),
  };
}

/** Everything that can be seen of a service, with the log and the traces kept in memory. */
export async function observed(environment: { readonly [name: string]: string } = {}): Promise<{
  readonly observability: Observability;
  readonly log: ReturnType<typeof logged>;
  /** Those that have ended: of a request, when its answer was sent; all of them when the service was closed. */
  readonly spans: readonly ReadableSpan[];
}> {
  const log = logged();
  const spans: ReadableSpan[] = [];
  const exporter: SpanExporter = {
    export: (ended, done) => {
      spans.push(...ended);
      done({ code: ExportResultCode.SUCCESS });
    },
    shutdown: () => Promise.resolve(),
  };
  const settings = observabilitySettings({ GONGJI_LOG: 'debug', ...environment });
  const observability = await Observability.open(settings, { log, spans: exporter });
  return { observability, log, spans };
}
