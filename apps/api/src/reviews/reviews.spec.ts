import { expect, it } from '@jest/globals';
import { withExample } from '../testing/service.ts';

const example = withExample();
const PERSON = '/regions/panzhihua/persons/example-person';

it('a review tells what the reversed visit did to the next one', async () => {
  const { status, body: answer } = await example.client.send({
    ...{ commandId: 'r', type: 'ReverseSettlement', region: 'panzhihua', personId: 'example-person' },
    ...{ visitId: 'example-visit-1', date: '2023-04-01', reason: 'wrong person' },
  });
  expect(status).toBe(200);
  // 150 of the 200 were borne by the first visit, and the account paid 180 of it: (480.50 − 50) × 60% = 258.30 and 60.00 stand.
  // Without it the second bears 200: (480.50 − 200) × 60% = 168.30, and the account has 240.00.
  const review = await example.client.get(`${PERSON}/review?minPosition=${String(answer.position)}`);
  expect(review).toMatchObject({
    status: 200,
    body: {
      reversals: [{ visitId: 'example-visit-1', reversedOn: '2023-04-01' }],
      settlements: [
        {
          visitId: 'example-visit-2',
          found: { pooled: '258.30', account: '60.00', cash: '201.70' },
          expected: { pooled: '168.30', account: '240.00', cash: '111.70' },
        },
      ],
      difference: { pooled: '-90.00', account: '180.00', cash: '-90.00' },
    },
  });
});

it.each([
  ['persons/nobody/review', 'unknown-person'],
  ['persons/example-person/review?visitId=example-visit-2', 'unknown-visit'],
])('%s: %s', async (path, code) => {
  expect(await example.client.get(`/regions/panzhihua/${path}`)).toMatchObject({ status: 404, body: { code } });
});
