import { REGIONS } from '@gongji/packs';
import { describe, expect, it } from '@jest/globals';
import { withExample } from '../testing/service.ts';

const example = withExample();

describe('policies', () => {
  it('are listed by region', async () => {
    const { status, body } = await example.client.get('/regions');
    expect(status).toBe(200);
    const regions = body.regions as { region: string }[];
    expect(regions.map(({ region }) => region).sort()).toEqual([...REGIONS].sort());
  });

  it('show document, validity, parameters and assumptions of a region', async () => {
    const { body } = await example.client.get('/regions/panzhihua');
    expect(body).toMatchObject({
      document: { id: 'panzhihua-2022' },
      inForce: { from: '2023-01-01', until: '2027-12-31', article: 'panzhihua-2022 art. 19' },
      published: [{ effectiveFrom: '2023-01-01', values: { 'contribution.rate.on-job': '0.08' } }],
    });
    expect(body.parameters).toContainEqual(expect.objectContaining({ name: 'averagePension', unit: 'yuan' }));
    expect(body.assumptions).toContainEqual(expect.objectContaining({ id: 'A1' }));
  });

  it('say what became of each article', async () => {
    const { body } = await example.client.get('/regions/panzhihua/coverage');
    expect(body.articles).toContainEqual(
      expect.objectContaining({ article: '7', treatment: 'computed', served: null }),
    );
  });

  it('name what serves the articles that are reported', async () => {
    const articles = (await example.client.get('/regions/panzhihua/coverage')).body.articles as readonly {
      readonly article: string;
      readonly treatment: string;
      readonly served: { readonly views: readonly string[] } | null;
    }[];
    expect(articles.find(({ article }) => article === '15')?.served).toMatchObject({
      views: expect.arrayContaining(['/regions/panzhihua/indicators']),
      reports: ['care-statistics', 'assessments'],
      commands: expect.arrayContaining(['OpenCase']),
      warnings: expect.arrayContaining([
        { rule: 'costGrowth', title: expect.objectContaining({ zh: '医药费用增长快' }) },
      ]),
      open: expect.stringContaining('prices'),
    });
    expect(articles.filter(({ treatment, served }) => treatment === 'reported' && served === null)).toEqual([]);
    const addresses = new Set(articles.flatMap(({ served }) => served?.views ?? []));
    for (const address of [...addresses].filter((each) => !each.includes('{'))) {
      const { status } = await example.client.get(address);
      expect([address, status === 404]).toEqual([address, false]);
    }
  });

  it.each(['/regions/atlantis', '/regions/atlantis/coverage', '/regions/atlantis/institutions'])(
    'know no region of another name: %s',
    async (path) => {
      expect(await example.client.get(path)).toMatchObject({ status: 404, body: { code: 'unknown-region' } });
    },
  );
});

describe('the fund', () => {
  const FUND = '/regions/panzhihua/fund';

  it('is shown from one day to another', async () => {
    const { body } = await example.client.get(`${FUND}?from=2023-02-01&to=2023-03-31&minPosition=${example.position}`);
    expect(body).toMatchObject({
      pooled: { income: '360.00', payments: { ordinary: '258.30' } },
      accounts: { credited: '120.00', spent: '240.00' },
      visits: 2,
    });
  });

  it.each([
    ['', 'from'],
    ['?from=2023-01-01', 'to'],
    ['?from=2023-01-01&to=2022-01-01', 'to'],
    ['?from=2023-13-01&to=2023-01-01', 'from'],
  ])('wants both days: %s', async (query, field) => {
    expect(await example.client.get(FUND + query)).toMatchObject({ status: 400, body: { field } });
  });
});

describe('institutions', () => {
  const INSTITUTIONS = '/regions/panzhihua/institutions';

  it('are listed', async () => {
    const { body } = await example.client.get(`${INSTITUTIONS}?minPosition=${example.position}`);
    expect(body).toMatchObject({
      rows: [{ institutionId: 'example-hospital', name: '示例医院', tier: 2 }],
      next: null,
    });
  });

  it('have settlements of a month', async () => {
    const path = `${INSTITUTIONS}/example-hospital/settlements`;
    const { body } = await example.client.get(`${path}?month=2023-03&minPosition=${example.position}`);
    expect(body).toMatchObject({ rows: [{ visitId: 'example-visit-2', pooled: '258.30' }], next: null });
    expect(await example.client.get(path)).toMatchObject({ status: 400, body: { field: 'month' } });
  });
});
