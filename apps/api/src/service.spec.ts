import { once } from 'node:events';
import { connect } from 'node:net';
import { describe, expect, it } from '@jest/globals';
import { StoreUnavailable } from '@gongji/event-store';
import { startService } from './service.ts';
import { asFile, Client, enrol, linesOf } from './testing/service.ts';

describe('the service', () => {
  it('takes a free port of the loopback address, and frees it again', async () => {
    const client = await Client.start();
    expect(client.url).toMatch(/^http:\/\/127\.0\.0\.1:[1-9]\d*$/);
    expect((await client.get('/health/live')).body).toEqual({ status: 'ok' });
    await client.end();
    await expect(fetch(client.url)).rejects.toThrow();
  });

  it('is ready when the store answers and the views are near', async () => {
    const client = await Client.start();
    const { status, body } = await client.get('/health/ready');
    expect(status).toBe(200);
    expect(body).toMatchObject({
      status: 'ok',
      details: { store: { status: 'up' }, views: { status: 'up', lag: '0' } },
    });
    await client.end();
  });

  it('does not start upon a folder or a port that another one holds', async () => {
    const client = await Client.start();
    await expect(startService({ place: { folder: client.folder }, port: 0 })).rejects.toThrow(StoreUnavailable);
    const other = await Client.start();
    await other.service.close();
    const port = Number(new URL(client.url).port);
    await expect(startService({ place: { folder: other.folder }, port })).rejects.toMatchObject({ code: 'EADDRINUSE' });
    // The folder was let go again.
    await (await startService({ place: { folder: other.folder }, port: 0 })).close();
    await other.end();
    await client.end();
  });

  it('finds everything again after it was closed and opened', async () => {
    const client = await Client.start();
    const first = await client.send(enrol('c-1', 'P'));
    await client.service.close();
    const again = await startService({ place: { folder: client.folder }, port: 0 });
    const response = await fetch(`${again.url}/regions/panzhihua/persons/P`);
    expect([response.status, await response.json()]).toMatchObject([200, { personId: 'P' }]);
    expect(first.status).toBe(200);
    await again.close();
    await client.end();
  });
});

describe('closing', () => {
  it('finishes the commands under way', async () => {
    const client = await Client.start();
    const ids = Array.from({ length: 40 }, (_, index) => `c-${String(index)}`);
    const answers = ids.map((id) => client.send(enrol(id, id)));
    await answers[0];
    const closed = client.service.close();
    const outcomes = await Promise.allSettled(answers);
    await closed;
    const done = outcomes.filter((outcome) => outcome.status === 'fulfilled').map(({ value }) => value);
    // A connection that was not yet taken is refused; one that was, is answered, and what is answered is durable.
    expect(done.length).toBeGreaterThan(0);
    expect(done.every(({ status }) => status === 200)).toBe(true);
    const again = await startService({ place: { folder: client.folder }, port: 0 });
    for (const { body } of done) {
      const response = await fetch(`${again.url}/regions/panzhihua/persons/${String(body.commandId)}`);
      expect(response.status).toBe(200);
    }
    await again.close();
    await client.end();
  });

  it('stops reading a file, answers what was read, and cuts the connection', async () => {
    const client = await Client.start();
    const file = asFile([enrol('f-1', 'one'), enrol('f-2', 'two')]);
    const socket = connect(Number(new URL(client.url).port), '127.0.0.1');
    await once(socket, 'connect');
    socket.write(
      'POST /command-files HTTP/1.1\r\nHost: x\r\nContent-Type: application/x-ndjson\r\nTransfer-Encoding: chunked\r\n\r\n' +
        `${Buffer.byteLength(file).toString(16)}\r\n${file}\r\n`,
    );
    const chunks: Buffer[] = [];
    socket.on('data', (chunk: Buffer) => chunks.push(chunk));
    socket.on('error', () => undefined);
    const ended = once(socket, 'close');
    // The file is being read when what it wrote can be seen.
    const seen = await client.get('/regions/panzhihua/persons/two?minPosition=2');
    expect(seen.status).toBe(200);
    await client.service.close();
    await ended;
    const text = Buffer.concat(chunks).toString('utf8');
    const answers = linesOf([...text.matchAll(/^\{.*\}$/gm)].map(([line]) => `${line}\n`).join(''));
    expect(answers.map(({ commandId }) => commandId)).toEqual(['f-1', 'f-2']);
    expect(text).not.toMatch(/\r\n0\r\n\r\n$/);
    await client.end();
  });

  it('lets go of a question that waits for a position', async () => {
    const client = await Client.start({ positionWaitMs: 60_000 });
    const waiting = client.get('/regions?minPosition=5');
    await client.get('/health/live');
    await client.service.close();
    await expect(waiting.then(({ status }) => status)).resolves.toBe(503);
    await client.end();
  });

  it('happens once, whoever asks for it', async () => {
    const client = await Client.start();
    await Promise.all([client.service.close(), client.service.close()]);
    await client.end();
  });
});
