import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, test } from '@jest/globals';
import { Client, asFile, enrol } from '../testing/service.ts';
import { observed } from '../testing/observed.ts';
import { Observability } from './observability.ts';
import { observabilitySettings } from './settings.ts';

const clients: Client[] = [];
afterEach(async () => {
  for (const client of clients.splice(0)) await client.end();
});

async function start(observability: Observability): Promise<Client> {
  const client = await Client.start({ observability });
  clients.push(client);
  return client;
}

/** The value of a figure; the labels as Prometheus writes them. */
function figure(text: string, name: string): number | undefined {
  const line = text.split('\n').find((each) => each.startsWith(`${name} `));
  return line === undefined ? undefined : Number(line.slice(name.length + 1));
}

async function metricsOf(client: Client): Promise<string> {
  return (await client.get('/metrics')).body.text as string;
}

describe('/metrics', () => {
  test('counts commands by type and outcome, and says how the store and the views do', async () => {
    const client = await start((await observed()).observability);
    await client.send(enrol('c-1', 'P'));
    await client.send(enrol('c-2', 'P'));
    const [answer] = await client.sendFile(asFile([enrol('c-3', 'Q')]));
    await client.get(`/regions/panzhihua/persons/Q?minPosition=${String(answer?.position)}`);
    const { type, body } = await client.get('/metrics');
    const text = body.text as string;
    expect(type).toContain('text/plain');
    expect(figure(text, 'gongji_commands_total{type="EnrolPerson",outcome="accepted"}')).toBe(2);
    expect(figure(text, 'gongji_commands_total{type="EnrolPerson",outcome="already-exists"}')).toBe(1);
    expect(figure(text, 'gongji_command_seconds_count{type="EnrolPerson"}')).toBe(3);
    expect(figure(text, 'gongji_append_seconds_count')).toBe(2);
    expect(figure(text, 'gongji_log_position')).toBe(2);
    expect(figure(text, 'gongji_projection_lag')).toBe(0);
    expect(figure(text, 'gongji_cache_lookups_total{result="hit"}')).toBeGreaterThan(0);
    expect(figure(text, 'gongji_cache_lookups_total{result="miss"}')).toBeGreaterThan(0);
    const route = 'http_request_method="GET",http_route="/regions/:region/persons/:personId"';
    expect(figure(text, `http_server_request_duration_count{${route},http_response_status_code="200"}`)).toBe(1);
  });

  test('counts conflicts with other writers and failures of the store', async () => {
    const { observability } = await observed();
    const { figures } = observability.instruments;
    figures?.appended(0.01, 3);
    figures?.appendFailed(1, 'full');
    const text = (await observability.metrics()) as string;
    expect(figure(text, 'gongji_append_conflicts_total')).toBe(3);
    expect(figure(text, 'gongji_append_failures_total{reason="full"}')).toBe(1);
    expect(figure(text, 'gongji_append_seconds_bucket{le="0.01"}')).toBe(1);
    await observability.close();
  });

  test('is not there where the settings do not want it', async () => {
    const off = observabilitySettings({ OTEL_METRICS_EXPORTER: 'none', GONGJI_LOG: 'silent' });
    const observability = await Observability.open(off);
    const client = await start(observability);
    expect(observability.observer()).toBeUndefined();
    expect((await client.get('/metrics')).status).toBe(404);
  });
});

describe('a request', () => {
  test('has one id, in its answer and in the log: the caller’s where it cannot name a person', async () => {
    const { observability, log } = await observed();
    const client = await start(observability);
    const given = '0b8c1c5e-0000-4000-8000-00000000000A';
    const requestIds: string[] = [];
    for (const id of [given, 'P-secret']) {
      const headers = { 'content-type': 'application/json', 'x-request-id': id };
      const response = await fetch(`${client.url}/commands`, {
        method: 'POST',
        headers,
        body: JSON.stringify(enrol(`c-${id}`, id)),
      });
      expect(response.status).toBe(200);
      requestIds.push(response.headers.get('x-request-id') as string);
    }
    await client.service.close();
    expect(requestIds).toEqual([given.toLowerCase(), expect.stringMatching(/^[0-9a-f-]{36}$/)]);
    for (const requestId of requestIds) {
      expect(log.lines().filter((line) => line.requestId === requestId)).toMatchObject([
        { msg: 'command', type: 'EnrolPerson', outcome: 'accepted' },
        { msg: 'request', method: 'POST', route: '/commands', status: 200 },
      ]);
    }
  });

  test('is a trace, which goes on the caller’s, with its command in it', async () => {
    const { observability, spans } = await observed();
    const client = await start(observability);
    const traceId = '0af7651916cd43dd8448eb211c80319c';
    await fetch(`${client.url}/commands`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', traceparent: `00-${traceId}-b7ad6b7169203331-01` },
      body: JSON.stringify(enrol('c-1', 'P')),
    });
    await client.service.close();
    const own = spans.filter((span) => span.spanContext().traceId === traceId);
    const [command, request] = [own.find(({ name }) => name.startsWith('command')), own.at(-1)];
    expect(request).toMatchObject({ name: 'POST /commands', attributes: { 'http.response.status_code': 200 } });
    expect(command).toMatchObject({
      name: 'command EnrolPerson',
      attributes: { 'gongji.command.outcome': 'accepted' },
    });
    expect(command?.parentSpanContext?.spanId).toBe(request?.spanContext().spanId);
    expect(spans.map(({ name }) => name)).toContain('append');
  });
});

test('nobody can be found in logs, figures and traces', async () => {
  const { observability, log, spans } = await observed();
  const client = await start(observability);
  const person = 'Zhang-330102198005201234';
  const at = `/regions/panzhihua/persons/${person}`;
  await client.sendFile(`${asFile([enrol(`enrol-${person}`, person)])}{"personId":"${person}"\n`);
  await client.send(enrol(`again-${person}`, person));
  await client.send({ ...enrol(`wrong-${person}`, person), [person]: person });
  await client.send(`{"personId":"${person}"`);
  for (const path of [at, `${at}/statement`, `${at}/settlements/${person}`, `${at}/nothing`, `/${person}`]) {
    await client.get(`${path}?asOf=${person}`);
    await client.get(path);
  }
  await client.get(`/regions/${person}/persons/${person}`);
  const metrics = await metricsOf(client);
  await client.service.close();
  const traces = spans.map(({ name, attributes, events, status }) => ({ name, attributes, events, status }));
  expect(log.lines().filter(({ msg }) => msg === 'request').length).toBeGreaterThan(14);
  expect(traces.length).toBeGreaterThan(14);
  for (const seen of [log.text(), metrics, JSON.stringify(traces)]) {
    expect(seen).not.toContain('330102198005201234');
  }
});

test('figures and traces go to a collector where the settings name one', async () => {
  const received: { readonly path: string; readonly bytes: number }[] = [];
  const collector = createServer((request, response) => {
    let bytes = 0;
    request.on('data', (chunk: Buffer) => (bytes += chunk.length));
    request.on('end', () => {
      received.push({ path: request.url ?? '', bytes });
      response.end();
    });
  });
  collector.listen(0, '127.0.0.1');
  await once(collector, 'listening');
  const endpoint = `http://127.0.0.1:${String((collector.address() as AddressInfo).port)}`;
  const before = process.env.OTEL_EXPORTER_OTLP_ENDPOINT;
  process.env.OTEL_EXPORTER_OTLP_ENDPOINT = endpoint;
  try {
    const wanted = { OTEL_METRICS_EXPORTER: 'otlp', OTEL_TRACES_EXPORTER: 'otlp', GONGJI_LOG: 'warn' };
    const client = await start(await Observability.open(observabilitySettings(wanted)));
    await client.send(enrol('c-1', 'P'));
    await client.service.close();
  } finally {
    if (before === undefined) delete process.env.OTEL_EXPORTER_OTLP_ENDPOINT;
    else process.env.OTEL_EXPORTER_OTLP_ENDPOINT = before;
    collector.close();
  }
  expect(received.map(({ path }) => path).sort()).toEqual(['/v1/metrics', '/v1/traces']);
  expect(received.every(({ bytes }) => bytes > 100)).toBe(true);
});
