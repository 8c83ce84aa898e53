import { once } from 'node:events';
import { connect } from 'node:net';
import { describe, expect, it } from '@jest/globals';
import { asFile, enrol, linesOf, withExample } from '../testing/service.ts';

const example = withExample();

describe('POST /command-files', () => {
  it('answers two thousand commands in their order', async () => {
    const ids = Array.from({ length: 2000 }, (_, index) => `file-${String(index)}`);
    const answers = await example.client.sendFile(asFile(ids.map((id) => enrol(id, `person of ${id}`))));
    expect(answers.map(({ commandId }) => commandId)).toEqual(ids);
    expect(answers.every(({ ok }) => ok)).toBe(true);
    const positions = answers.map(({ position }) => Number(position));
    expect(positions).toEqual([...positions].sort((a, b) => a - b));
  });

  it('answers while the file is still being sent, however long it is', async () => {
    const encoder = new TextEncoder();
    let sent = 0;
    let answered = 0;
    let finish = (): void => undefined;
    // The file's end is sent only when answers have come: a server that waited for the whole file would never give one.
    const someCame = new Promise<void>((resolve) => (finish = resolve));
    const body = new ReadableStream<Uint8Array>({
      async pull(controller) {
        if (sent === 6000) await someCame;
        for (let end = sent + 500; sent < end; sent += 1) {
          controller.enqueue(encoder.encode(asFile([enrol(`long-${String(sent)}`, `long ${String(sent)}`)])));
        }
        if (sent > 6000) controller.close();
      },
    });
    const headers = { 'content-type': 'application/x-ndjson' };
    const init = { method: 'POST', headers, body, duplex: 'half' as const };
    const response = await fetch(`${example.client.url}/command-files`, init);
    expect(response.status).toBe(200);
    expect(response.headers.get('content-type')).toContain('application/x-ndjson');
    const text: string[] = [];
    for await (const chunk of response.body as unknown as AsyncIterable<Uint8Array>) {
      text.push(Buffer.from(chunk).toString('utf8'));
      answered += 1;
      if (answered > 0) finish();
    }
    const ids = linesOf(text.join('')).map(({ commandId }) => commandId);
    expect(ids).toEqual(Array.from({ length: 6500 }, (_, index) => `long-${String(index)}`));
  });

  it('goes on after what is refused or unreadable', async () => {
    const good = JSON.stringify(enrol('after', 'after'));
    const file = `${JSON.stringify(enrol('before', 'example-person'))}\nnonsense\n\n{"type":"Nothing","commandId":"n"}\n${good}`;
    const answers = await example.client.sendFile(file);
    expect(answers).toMatchObject([
      { commandId: 'before', ok: false, error: { code: 'already-exists' } },
      { commandId: null, ok: false, error: { code: 'invalid-command', line: 2 } },
      { commandId: 'n', ok: false, error: { code: 'invalid-command', line: 4 } },
      { commandId: 'after', ok: true },
    ]);
  });

  it('answers an empty file with nothing', async () => {
    expect(await example.client.sendFile('')).toEqual([]);
  });

  it.each([
    { 'content-type': 'application/json' },
    { 'content-type': 'application/x-ndjson', 'content-encoding': 'gzip' },
  ])('refuses what is no command file: %j', async (headers) => {
    const response = await fetch(`${example.client.url}/command-files`, { method: 'POST', headers, body: '{}' });
    expect(response.status).toBe(415);
  });

  it('stops reading when the client goes away, and serves the others', async () => {
    const { port } = new URL(example.client.url);
    const socket = connect(Number(port), '127.0.0.1');
    await once(socket, 'connect');
    const lines = asFile([enrol('gone', 'gone')]);
    socket.write(
      'POST /command-files HTTP/1.1\r\nHost: x\r\nContent-Type: application/x-ndjson\r\nTransfer-Encoding: chunked\r\n\r\n' +
        `${Buffer.byteLength(lines).toString(16)}\r\n${lines}\r\n`,
    );
    socket.destroy();
    await once(socket, 'close');
    expect((await example.client.send(enrol('still-here', 'still here'))).status).toBe(200);
  });
});
