import type { CacheFigures } from '@gongji/application';
import type { Counter, Histogram, Meter } from '@opentelemetry/api';

/** What is asked for when the figures are collected. */
export interface Watched {
  /** Position of the log's last event. */
  head(): Promise<bigint>;
  /** Position up to which the views have taken the log in. */
  checkpoint(): bigint;
  cache(): CacheFigures;
}

/** Upper ends of the classes in which durations are counted, in seconds: from a group commit to what an operator must look at. */
const DURATIONS = [0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30];

/** The service's figures. Their labels have few values: no person, institution, region or id. */
export class Figures {
  private readonly commands: Counter;
  private readonly commandDuration: Histogram;
  private readonly appendDuration: Histogram;
  private readonly conflicts: Counter;
  private readonly appendFailures: Counter;
  private readonly requestDuration: Histogram;

  constructor(private readonly meter: Meter) {
    this.commands = meter.createCounter('gongji.commands', {
      description: 'Commands answered, by type and outcome: accepted, the code of a refusal, or failed',
    });
    this.commandDuration = this.duration('gongji.command.seconds', 'From a command to its durable answer');
    this.appendDuration = this.duration(
      'gongji.append.seconds',
      'Appends to the event store, each a group of commands',
    );
    this.conflicts = meter.createCounter('gongji.append.conflicts', {
      description: 'Appends that another writer was ahead of, decided again',
    });
    this.appendFailures = meter.createCounter('gongji.append.failures', {
      description: 'Appends that the event store failed to answer, by reason',
    });
    this.requestDuration = this.duration('http.server.request.duration', 'HTTP requests, by route and status');
  }

  command(type: string, outcome: string, seconds: number): void {
    this.commands.add(1, { type, outcome });
    this.commandDuration.record(seconds, { type });
  }

  appended(seconds: number, conflicts: number): void {
    this.appendDuration.record(seconds);
    if (conflicts > 0) this.conflicts.add(conflicts);
  }

  appendFailed(seconds: number, reason: string): void {
    this.appendDuration.record(seconds);
    this.appendFailures.add(1, { reason });
  }

  request(labels: { readonly method: string; readonly route: string; readonly status: number }, seconds: number): void {
    this.requestDuration.record(seconds, {
      'http.request.method': labels.method,
      'http.route': labels.route,
      'http.response.status_code': labels.status,
    });
  }

  /** From now on collecting asks these as well. */
  watch(watched: Watched): void {
    const { meter } = this;
    const position = meter.createObservableGauge('gongji.log.position', {
      description: 'Position of the last event in the log',
    });
    const lag = meter.createObservableGauge('gongji.projection.lag', {
      description: 'Events that the log has and the views have not',
    });
    meter.addBatchObservableCallback(
      async (result) => {
        const taken = watched.checkpoint();
        const last = await watched.head();
        result.observe(position, Number(last));
        result.observe(lag, Math.max(0, Number(last - taken)));
      },
      [position, lag],
    );
    const lookups = meter.createObservableCounter('gongji.cache.lookups', {
      description: 'Streams that commands needed: found in memory (hit) or read from the store (miss)',
    });
    const streams = meter.createObservableGauge('gongji.cache.streams', { description: 'Streams in memory' });
    meter.addBatchObservableCallback(
      (result) => {
        const figures = watched.cache();
        result.observe(lookups, figures.hits, { result: 'hit' });
        result.observe(lookups, figures.misses, { result: 'miss' });
        result.observe(streams, figures.streams);
      },
      [lookups, streams],
    );
  }

  private duration(name: string, description: string): Histogram {
    return this.meter.createHistogram(name, {
      description,
      unit: 's',
      advice: { explicitBucketBoundaries: DURATIONS },
    });
  }
}
