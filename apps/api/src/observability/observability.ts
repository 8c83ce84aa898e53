import { setTimeout } from 'node:timers/promises';
import type { Observer } from '@gongji/application';
import type { EventStore } from '@gongji/event-store';
import { diag, DiagLogLevel, type DiagLogger, type Tracer } from '@opentelemetry/api';
import { PrometheusExporter, PrometheusSerializer } from '@opentelemetry/exporter-prometheus';
import { detectResources, envDetector, resourceFromAttributes, type Resource } from '@opentelemetry/resources';
import { MeterProvider, PeriodicExportingMetricReader, type IMetricReader } from '@opentelemetry/sdk-metrics';
import type { SpanExporter } from '@opentelemetry/sdk-trace-base';
import type { DestinationStream } from 'pino';
import { commandObserver, type Instruments } from './command-observer.ts';
import { Figures } from './figures.ts';
import { openLog, type Log } from './log.ts';
import { ObservedStore } from './observed-store.ts';
import type { ObservabilitySettings } from './settings.ts';

const NAME = 'gongji';
/** Whoever asks for the figures does not wait longer for a store that does not answer. */
const PATIENCE_MS = 2_000;
/** A collector that does not answer does not keep the service from stopping. */
const CLOSING_MS = 3_000;

/** Stand-ins for what the settings name. */
export interface ObservabilityEnds {
  /** Default: standard error. */
  readonly log?: DestinationStream;
  /** Default: an OpenTelemetry collector, where the settings want traces. */
  readonly spans?: SpanExporter;
}

/** All that can be seen of a service: its log, its figures and its traces. */
export class Observability {
  private constructor(
    readonly instruments: Instruments,
    private readonly prometheus: PrometheusExporter | undefined,
    private readonly shutdowns: readonly (() => Promise<void>)[],
  ) {}

  /** What is not asked for is not loaded. */
  static async open(settings: ObservabilitySettings, ends: ObservabilityEnds = {}): Promise<Observability> {
    const log = openLog(settings.logLevel, ends.log);
    diag.setLogger(diagnosticsTo(log), { logLevel: DiagLogLevel.WARN, suppressOverrideMessage: true });
    const resource = resourceFromAttributes({ 'service.name': NAME }).merge(
      detectResources({ detectors: [envDetector] }),
    );
    const shutdowns: (() => Promise<void>)[] = [];
    const prometheus = settings.prometheus ? new PrometheusExporter({ preventServerStart: true }) : undefined;
    const readers: IMetricReader[] = prometheus === undefined ? [] : [prometheus];
    if (settings.otlpMetrics) readers.push(await metricsToCollector(settings.metricIntervalMs));
    let figures: Figures | undefined;
    if (readers.length > 0) {
      const provider = new MeterProvider({ resource, readers });
      figures = new Figures(provider.getMeter(NAME));
      shutdowns.push(() => provider.shutdown());
    }
    let tracer: Tracer | undefined;
    if (settings.otlpTraces || ends.spans !== undefined) {
      const traces = await openTraces(resource, ends.spans);
      tracer = traces.getTracer(NAME);
      shutdowns.push(() => traces.shutdown());
    }
    return new Observability({ log, figures, tracer }, prometheus, shutdowns);
  }

  get log(): Log {
    return this.instruments.log;
  }

  /** For the ledger; undefined where nothing is asked for. */
  observer(): Observer | undefined {
    return commandObserver(this.instruments);
  }

  /** The store as the ledger and the views shall use it. */
  observed(store: EventStore): EventStore {
    const { figures, tracer } = this.instruments;
    return figures === undefined && tracer === undefined ? store : new ObservedStore(store, this.instruments);
  }

  /** The figures in the form that Prometheus reads; undefined where the settings do not want them. */
  async metrics(): Promise<string | undefined> {
    if (this.prometheus === undefined) return undefined;
    const { resourceMetrics, errors } = await this.prometheus.collect({ timeoutMillis: PATIENCE_MS });
    for (const error of errors) this.log.warn({ err: error }, 'A figure could not be collected.');
    return new PrometheusSerializer('', false, undefined, true, true).serialize(resourceMetrics);
  }

  /** Sends what was not sent yet, as far as that goes in a few seconds. */
  async close(): Promise<void> {
    const late = setTimeout(CLOSING_MS, 'late', { ref: false });
    const sent = Promise.all(this.shutdowns.map((shutdown) => shutdown()));
    try {
      if ((await Promise.race([sent, late])) === 'late') this.log.warn('The collector did not take the last figures.');
    } catch (error) {
      this.log.warn({ err: error }, 'The collector did not take the last figures.');
    }
  }
}

async function metricsToCollector(exportIntervalMillis: number): Promise<IMetricReader> {
  const { OTLPMetricExporter } = await import('@opentelemetry/exporter-metrics-otlp-proto');
  const exportTimeoutMillis = Math.min(exportIntervalMillis, 30_000);
  return new PeriodicExportingMetricReader({
    exporter: new OTLPMetricExporter(),
    exportIntervalMillis,
    exportTimeoutMillis,
  });
}

async function openTraces(resource: Resource, spans: SpanExporter | undefined) {
  const { BasicTracerProvider, BatchSpanProcessor, SimpleSpanProcessor } =
    await import('@opentelemetry/sdk-trace-base');
  if (spans !== undefined) {
    return new BasicTracerProvider({ resource, spanProcessors: [new SimpleSpanProcessor(spans)] });
  }
  const { OTLPTraceExporter } = await import('@opentelemetry/exporter-trace-otlp-proto');
  return new BasicTracerProvider({ resource, spanProcessors: [new BatchSpanProcessor(new OTLPTraceExporter())] });
}

/** What OpenTelemetry itself complains of: a collector that does not answer, a setting that it does not know. */
function diagnosticsTo(log: Log): DiagLogger {
  const warn = (message: string): void => {
    log.warn({ from: 'opentelemetry' }, message);
  };
  return { error: warn, warn, info: () => undefined, debug: () => undefined, verbose: () => undefined };
}
