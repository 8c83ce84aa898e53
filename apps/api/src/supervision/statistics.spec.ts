import { describe, expect, it } from '@jest/globals';
import { deviations } from '../testing/documented.ts';
import { withExample } from '../testing/service.ts';

const example = withExample();

function ask(address: string) {
  return example.client.get(`/regions/panzhihua/${address}&minPosition=${example.position}`);
}

const YEAR = 'from=2023-01&to=2023-12';

describe('statistics', () => {
  it.each([
    `statistics/fund?${YEAR}`,
    `statistics/care?${YEAR}&by=institution&tier=2`,
    'indicators?month=2023-03',
    'budget?through=2023-03',
  ])('answer %s as it is described', async (address) => {
    const { status, body } = await ask(address);
    expect(status).toBe(200);
    expect(body.rows).not.toEqual([]);
    const path = `/regions/{region}/${address.split('?')[0] as string}`;
    expect(await deviations(example.client, path, body)).toEqual([]);
  });

  it('show the fund by month, and say on what they rest', async () => {
    const { body } = await ask(`statistics/fund?${YEAR}`);
    expect(body).toMatchObject({
      upTo: example.position,
      rows: [
        { month: '2023-01', income: '360.00' },
        { month: '2023-02' },
        { month: '2023-03', pooledSpending: '258.30' },
      ],
    });
  });

  it('tell care apart as asked', async () => {
    expect((await ask(`statistics/care?${YEAR}&by=status`)).body).toMatchObject({
      by: 'status',
      rows: [{ group: 'on-job', visits: 2, total: '700.00' }],
    });
    expect((await ask(`statistics/care?${YEAR}&status=retired`)).body.rows).toEqual([]);
    expect((await ask(`statistics/care?${YEAR}&ageBand=35-44`)).body.rows).toHaveLength(2);
    expect((await ask('indicators?month=2023-03&institution=nobody')).body.rows).toEqual([]);
  });

  it('hold what was paid against the budget', async () => {
    expect((await ask('budget?through=2023-06')).body.rows).toMatchObject([
      { line: 'ordinary', budget: null, paid: '258.30', forecast: '516.60', forecastBy: 'months-passed' },
    ]);
  });

  it.each([
    ['statistics/care?from=2023-03&to=2023-02', 'to'],
    [`statistics/care?${YEAR}&by=colour`, 'by'],
    ['budget?through=2023', 'through'],
  ])('refuse %s', async (address, field) => {
    expect(await ask(address)).toMatchObject({ status: 400, body: { field } });
  });
});
