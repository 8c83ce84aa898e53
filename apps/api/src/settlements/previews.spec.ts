import { describe, expect, it } from '@jest/globals';
import { startService } from '../service.ts';
import { Client, withExample } from '../testing/service.ts';
import { EXAMPLE_FILE } from '../documentation/example.ts';

const example = withExample();

const VISIT = {
  region: 'panzhihua',
  visitId: 'next',
  personId: 'example-person',
  institutionId: 'example-hospital',
  date: '2023-04-03',
  total: '100.00',
  inScope: '80.00',
};

function settled() {
  return example.client.get('/regions/panzhihua/persons/example-person/settlements');
}

describe('POST /settlements/preview', () => {
  it('answers what a visit would pay, explained, and writes nothing', async () => {
    const before = (await settled()).body;
    const { status, body } = await example.client.post('/settlements/preview', VISIT);
    // The deductible of 200.00 was borne by the visits before: 80.00 x 60%.
    expect(status).toBe(200);
    expect(body).toMatchObject({
      pooled: '48.00',
      account: '0.00',
      cash: '52.00',
      reason: null,
      position: example.position,
      summary: { zh: '费用总额100.00元：统筹基金支付48.00元，个人账户支付0.00元，个人现金支付52.00元。' },
      document: { id: 'panzhihua-2022' },
      token: expect.any(String),
    });
    expect((body.explanation as object[])[1]).toMatchObject({
      step: 'share',
      rule: expect.stringMatching(/^ordinary\.rate\//),
      article: expect.stringContaining('panzhihua-2022 art. 7'),
      words: { zh: expect.stringContaining('48.00元') },
    });
    expect((await settled()).body).toEqual(before);
  });

  it.each<[object | string, number, string, string | undefined]>([
    [{ ...VISIT, personId: 'nobody' }, 404, 'unknown-person', 'personId'],
    [{ ...VISIT, region: 'atlantis' }, 404, 'unknown-region', 'region'],
    [{ ...VISIT, date: '2022-12-31' }, 422, 'policy-not-in-force', 'date'],
    [{ ...VISIT, visitId: 'example-visit-1' }, 409, 'already-exists', 'visitId'],
    [{ ...VISIT, total: 100 }, 400, 'invalid-command', 'total'],
    [{ ...VISIT, colour: 'red' }, 400, 'invalid-command', 'colour'],
    [{ region: 'panzhihua', type: 'CloseYear', year: 2023 }, 400, 'invalid-command', 'type'],
    [[], 400, 'invalid-command', undefined],
  ])('refuses as the settlement would: %#', async (visit, status, code, field) => {
    const { body, ...answer } = await example.client.post('/settlements/preview', visit);
    expect({ ...answer, code: body.code, field: body.field }).toMatchObject({ status, code, field });
  });

  it('gives a token that outlives the service and settles until the amounts move', async () => {
    const client = await Client.start();
    await client.sendFile(EXAMPLE_FILE);
    const token = (await client.post('/settlements/preview', VISIT)).body.token as string;
    await client.service.close();
    const again = new Client(await startService({ place: { folder: client.folder }, port: 0 }), client.folder);
    const settle = (commandId: string, change: object = {}) =>
      again.send({ ...VISIT, type: 'SettleVisit', commandId, previewToken: token, ...change });
    expect(await settle('s-1', { total: '101.00' })).toMatchObject({
      status: 400,
      body: { code: 'invalid-command', field: 'previewToken' },
    });
    await again.send({
      commandId: 'tier',
      type: 'ChangeInstitutionTier',
      region: 'panzhihua',
      institutionId: 'example-hospital',
      tier: 3,
      from: '2023-04-01',
    });
    expect(await settle('s-2')).toMatchObject({
      status: 409,
      body: {
        code: 'preview-outdated',
        field: 'previewToken',
        detail: expect.stringContaining('pooled 40.00 instead of 48.00'),
      },
    });
    await again.send({
      commandId: 'back',
      type: 'ChangeInstitutionTier',
      region: 'panzhihua',
      institutionId: 'example-hospital',
      tier: 2,
      from: '2023-04-01',
    });
    expect(await settle('s-3')).toMatchObject({ status: 200, body: { result: { pooled: '48.00' } } });
    await again.end();
  });
});
