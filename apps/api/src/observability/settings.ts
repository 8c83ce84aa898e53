/** How much is logged: each level with all those before it. */
export const LOG_LEVELS = ['silent', 'fatal', 'error', 'warn', 'info', 'debug'] as const;
export type LogLevel = (typeof LOG_LEVELS)[number];

/** What can be seen of the service from outside, and how. */
export interface ObservabilitySettings {
  readonly logLevel: LogLevel;
  /** `GET /metrics` answers. */
  readonly prometheus: boolean;
  /** Figures are sent to an OpenTelemetry collector. */
  readonly otlpMetrics: boolean;
  /** Milliseconds between two such sendings. */
  readonly metricIntervalMs: number;
  /** Traces are sent to an OpenTelemetry collector. */
  readonly otlpTraces: boolean;
}

interface Environment {
  readonly [name: string]: string | undefined;
}

/**
 * Reads the settings: GONGJI_LOG, and of OpenTelemetry's own OTEL_SDK_DISABLED, OTEL_METRICS_EXPORTER (a list of `prometheus`, `otlp`,
 * `none`; default `prometheus`), OTEL_TRACES_EXPORTER (`otlp`, `none`; default `none`), OTEL_METRIC_EXPORT_INTERVAL and
 * OTEL_EXPORTER_OTLP_PROTOCOL. The exporters themselves read OTEL_EXPORTER_OTLP_…, OTEL_BSP_…, OTEL_TRACES_SAMPLER,
 * OTEL_SERVICE_NAME and OTEL_RESOURCE_ATTRIBUTES.
 *
 * @param logLevel where GONGJI_LOG is not set.
 * @throws Error naming the setting and what it may be.
 */
export function observabilitySettings(environment: Environment, logLevel: LogLevel = 'info'): ObservabilitySettings {
  const [level = logLevel] = chosen(environment, 'GONGJI_LOG', LOG_LEVELS, logLevel);
  const disabled = environment.OTEL_SDK_DISABLED?.toLowerCase() === 'true';
  const metrics = disabled ? [] : chosen(environment, 'OTEL_METRICS_EXPORTER', METRICS, 'prometheus');
  const traces = disabled ? [] : chosen(environment, 'OTEL_TRACES_EXPORTER', TRACES, 'none');
  const otlpMetrics = metrics.includes('otlp');
  const otlpTraces = traces.includes('otlp');
  if (otlpMetrics) requireProtocol(environment, 'METRICS');
  if (otlpTraces) requireProtocol(environment, 'TRACES');
  return {
    logLevel: level,
    prometheus: metrics.includes('prometheus'),
    otlpMetrics,
    metricIntervalMs: milliseconds(environment, 'OTEL_METRIC_EXPORT_INTERVAL', 60_000),
    otlpTraces,
  };
}

const METRICS = ['none', 'prometheus', 'otlp'] as const;
const TRACES = ['none', 'otlp'] as const;
const PROTOCOL = 'http/protobuf';

function chosen<T extends string>(
  environment: Environment,
  name: string,
  known: readonly T[],
  otherwise: T,
): readonly T[] {
  const given = environment[name]?.trim();
  const words = given === undefined || given === '' ? [otherwise] : given.split(',').map((word) => word.trim());
  return words.map((word) => {
    const found = known.find((each) => each === word.toLowerCase());
    if (found === undefined) throw new Error(`${name} may be ${known.join(', ')}; it is ${word}.`);
    return found;
  });
}

/** The one protocol that is spoken here; another one asked for would be ignored by the exporter without a word. */
function requireProtocol(environment: Environment, signal: string): void {
  for (const name of [`OTEL_EXPORTER_OTLP_${signal}_PROTOCOL`, 'OTEL_EXPORTER_OTLP_PROTOCOL']) {
    const given = environment[name];
    if (given !== undefined && given !== '' && given !== PROTOCOL) {
      throw new Error(`${name} may be ${PROTOCOL}; it is ${given}.`);
    }
  }
}

function milliseconds(environment: Environment, name: string, otherwise: number): number {
  const given = environment[name];
  if (given === undefined || given === '') return otherwise;
  const value = Number(given);
  if (!Number.isInteger(value) || value < 1) throw new Error(`${name} is a number of milliseconds; it is ${given}.`);
  return value;
}
