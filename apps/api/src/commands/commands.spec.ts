import { REFUSAL_CODES, type RefusalCode } from '@gongji/core';
import { StoreUnavailable } from '@gongji/event-store';
import { describe, expect, it } from '@jest/globals';
import { problemOf, statusOf } from '../http/problem.ts';
import { enrol, withExample } from '../testing/service.ts';

const example = withExample();

/** Money that comes into the example person's account on a day. */
function transferIn(commandId: string, date: string): object {
  const to = { region: 'panzhihua', personId: 'example-person' };
  return { commandId, type: 'TransferAccountIn', ...to, transferId: commandId, amount: '1.00', from: '510000', date };
}

describe('POST /commands', () => {
  it('answers a command when it is done, and the same to the same command again', async () => {
    const first = await example.client.send(enrol('c-1', 'P-1'));
    expect(first).toMatchObject({ status: 200, body: { commandId: 'c-1', ok: true, result: {} } });
    expect(first.type).toContain('application/json');
    expect(BigInt(first.body.position as string)).toBeGreaterThan(BigInt(example.position));
    expect((await example.client.send(enrol('c-1', 'P-1'))).body).toEqual(first.body);
  });

  it('answers a question', async () => {
    const answer = await example.client.send({
      commandId: 'q-1',
      type: 'GetPerson',
      region: 'panzhihua',
      personId: 'example-person',
    });
    expect(answer).toMatchObject({ status: 200, body: { result: { balance: '0.00', employment: 'on-job' } } });
  });

  it.each([
    [enrol('c-2', 'example-person'), 409, 'already-exists', undefined],
    [{ ...enrol('example-3', 'another') }, 409, 'command-id-reused', 'commandId'],
    [{ ...enrol('c-3', 'P-3'), birthDate: '1980-02-30' }, 400, 'invalid-command', 'birthDate'],
    [{ ...enrol('c-4', 'P-4'), colour: 'red' }, 400, 'invalid-command', 'colour'],
    [{ ...enrol('c-5', 'P-5'), region: 'atlantis' }, 404, 'unknown-region', 'region'],
    [transferIn('c-6', '2031-01-01'), 422, 'policy-not-in-force', 'date'],
    [{ commandId: 'c-7', type: 'Nothing' }, 400, 'invalid-command', 'type'],
  ])('answers a refusal as a problem: %#', async (command, status, code, field) => {
    const answer = await example.client.send(command);
    expect(answer.type).toContain('application/problem+json');
    expect(answer).toMatchObject({
      status,
      body: { type: `urn:gongji:refusal:${code}`, title: REFUSAL_CODES[code as RefusalCode], status, code },
    });
    expect(answer.body.commandId).toBe((command as { commandId: string }).commandId);
    if (field !== undefined) expect(answer.body.field).toBe(field);
    expect(typeof answer.body.detail).toBe('string');
  });

  it('names the article that refuses', async () => {
    const visit = { visitId: 'v', personId: 'example-person', institutionId: 'example-hospital', date: '2023-04-01' };
    const command = {
      commandId: 'c-8',
      type: 'SettleVisit',
      region: 'panzhihua',
      ...visit,
      programme: 'emergency-rescue',
    };
    const answer = await example.client.send({ ...command, total: '10.00', inScope: '10.00' });
    expect(answer).toMatchObject({ status: 422, body: { code: 'parameter-missing' } });
    expect(answer.body.article).toMatch(/^panzhihua-2022 art\. /);
  });

  it.each([
    ['{', 'The body is not JSON.'],
    ['', 'The body is not JSON.'],
    ['[]', 'A command must be a JSON object.'],
    ['null', 'A command must be a JSON object.'],
  ])('refuses the body %j', async (body, detail) => {
    const answer = await example.client.send(body);
    expect(answer).toMatchObject({ status: 400, body: { code: 'invalid-command', detail } });
  });

  it.each(['text/plain', 'application/x-ndjson'])('refuses a body of the kind %s', async (type) => {
    const headers = { 'content-type': type };
    const response = await fetch(`${example.client.url}/commands`, { method: 'POST', headers, body: '{}' });
    expect(response.status).toBe(415);
    expect(response.headers.get('content-type')).toContain('application/problem+json');
  });

  it('refuses a command of more than a mebibyte', async () => {
    const answer = await example.client.send({ ...enrol('c-10', 'P'), basis: 'x'.repeat(1024 * 1024) });
    expect(answer).toMatchObject({ status: 413, body: { type: 'about:blank', status: 413 } });
  });
});

describe('problems', () => {
  it('have a status for every refusal', () => {
    const statuses = Object.keys(REFUSAL_CODES).map((code) => statusOf(code as RefusalCode));
    expect(new Set(statuses)).toEqual(new Set([400, 404, 409, 422]));
  });

  it('ask to try again when the store failed, and show nothing of a defect', () => {
    const failed = problemOf(new StoreUnavailable('No space is left.', 'full'));
    expect(failed).toMatchObject({ details: { status: 503, detail: 'No space is left.' }, retryAfter: 5 });
    expect(problemOf(new TypeError('secret')).details).toEqual({
      type: 'about:blank',
      title: 'Internal Server Error',
      status: 500,
    });
  });
});
