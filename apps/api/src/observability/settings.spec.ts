import { describe, expect, test } from '@jest/globals';
import { observabilitySettings } from './settings.ts';

describe('the settings of what can be seen', () => {
  test('without any: figures at /metrics, nothing is sent anywhere', () => {
    expect(observabilitySettings({})).toEqual({
      logLevel: 'info',
      prometheus: true,
      otlpMetrics: false,
      metricIntervalMs: 60_000,
      otlpTraces: false,
    });
  });

  test.each([
    [{ OTEL_METRICS_EXPORTER: 'none' }, { prometheus: false, otlpMetrics: false }],
    [{ OTEL_METRICS_EXPORTER: 'otlp' }, { prometheus: false, otlpMetrics: true }],
    [{ OTEL_METRICS_EXPORTER: 'prometheus, otlp' }, { prometheus: true, otlpMetrics: true }],
    [{ OTEL_TRACES_EXPORTER: 'otlp' }, { otlpTraces: true }],
    [{ OTEL_TRACES_EXPORTER: 'otlp', OTEL_EXPORTER_OTLP_PROTOCOL: 'http/protobuf' }, { otlpTraces: true }],
    [
      { OTEL_TRACES_EXPORTER: 'otlp', OTEL_SDK_DISABLED: 'true' },
      { otlpTraces: false, prometheus: false },
    ],
    [{ OTEL_METRIC_EXPORT_INTERVAL: '500' }, { metricIntervalMs: 500 }],
    [{ GONGJI_LOG: 'debug' }, { logLevel: 'debug' }],
    [{ GONGJI_LOG: '' }, { logLevel: 'info' }],
  ])('%o', (environment, expected) => {
    expect(observabilitySettings(environment)).toMatchObject(expected);
  });

  test.each([
    [{ GONGJI_LOG: 'loud' }, 'GONGJI_LOG may be silent, fatal, error, warn, info, debug; it is loud.'],
    [{ OTEL_METRICS_EXPORTER: 'console' }, 'OTEL_METRICS_EXPORTER may be none, prometheus, otlp; it is console.'],
    [{ OTEL_TRACES_EXPORTER: 'zipkin' }, 'OTEL_TRACES_EXPORTER may be none, otlp; it is zipkin.'],
    [
      { OTEL_TRACES_EXPORTER: 'otlp', OTEL_EXPORTER_OTLP_PROTOCOL: 'grpc' },
      'OTEL_EXPORTER_OTLP_PROTOCOL may be http/protobuf; it is grpc.',
    ],
    [{ OTEL_METRIC_EXPORT_INTERVAL: 'soon' }, 'OTEL_METRIC_EXPORT_INTERVAL is a number of milliseconds; it is soon.'],
  ])('%o is refused', (environment, message) => {
    expect(() => observabilitySettings(environment)).toThrow(message);
  });
});
