import { FORMS } from '@gongji/application';
import { describe, expect, it } from '@jest/globals';
import { withExample } from '../testing/service.ts';
import { EXAMPLE_FILE } from './example.ts';

const example = withExample();

interface Document {
  readonly paths: { readonly [path: string]: { readonly [method: string]: unknown } };
  readonly components: { readonly schemas: { readonly [name: string]: Schema } };
}

interface Schema {
  readonly required?: readonly string[];
  readonly properties?: { readonly [name: string]: { readonly [keyword: string]: unknown } };
  readonly additionalProperties?: boolean;
  readonly oneOf?: readonly { readonly $ref: string }[];
}

async function openApi(): Promise<Document> {
  return (await example.client.get('/openapi.json')).body as unknown as Document;
}

describe('the OpenAPI document', () => {
  it('has every command, as its form checks it', async () => {
    const { schemas } = (await openApi()).components;
    const types = Object.keys(FORMS);
    expect(schemas.Command?.oneOf?.map(({ $ref }) => $ref)).toEqual(
      types.map((type) => `#/components/schemas/${type}`),
    );
    for (const type of types) {
      expect(schemas[type]).toMatchObject({ additionalProperties: false, properties: { type: { enum: [type] } } });
      expect(schemas[type]?.required).toEqual(expect.arrayContaining(['commandId', 'type', 'region']));
    }
    expect(schemas.SettleVisit?.properties?.account).toMatchObject({
      type: 'object',
      properties: { limit: { type: 'string' } },
    });
    expect(schemas.SettleVisit?.required).not.toContain('account');
  });

  it('has every address, and no reference that leads nowhere', async () => {
    const document = await openApi();
    expect(Object.keys(document.paths).sort()).toEqual([
      '/command-files',
      '/commands',
      '/health/live',
      '/health/ready',
      '/jobs',
      '/jobs/{id}',
      '/metrics',
      '/regions',
      '/regions/{region}',
      '/regions/{region}/assessments',
      '/regions/{region}/books/accounts',
      '/regions/{region}/books/balance-sheet',
      '/regions/{region}/books/closed-months',
      '/regions/{region}/books/general-ledger',
      '/regions/{region}/books/income-and-expenditure',
      '/regions/{region}/books/journal',
      '/regions/{region}/books/trial-balance',
      '/regions/{region}/budget',
      '/regions/{region}/budget/computed',
      '/regions/{region}/cases',
      '/regions/{region}/cases/{caseId}',
      '/regions/{region}/contracts',
      '/regions/{region}/coverage',
      '/regions/{region}/events/{position}/proof',
      '/regions/{region}/exports',
      '/regions/{region}/exports/assessments',
      '/regions/{region}/exports/care-statistics',
      '/regions/{region}/exports/contracts',
      '/regions/{region}/exports/fund-statistics',
      '/regions/{region}/exports/general-ledger',
      '/regions/{region}/exports/institutions',
      '/regions/{region}/exports/journal',
      '/regions/{region}/exports/payables',
      '/regions/{region}/exports/payments',
      '/regions/{region}/exports/settlements',
      '/regions/{region}/exports/statements',
      '/regions/{region}/exports/trial-balance',
      '/regions/{region}/fund',
      '/regions/{region}/indicators',
      '/regions/{region}/institutions',
      '/regions/{region}/institutions/{institutionId}/settlements',
      '/regions/{region}/payables',
      '/regions/{region}/payments',
      '/regions/{region}/payments/{paymentId}/order',
      '/regions/{region}/persons/{personId}',
      '/regions/{region}/persons/{personId}/accumulators',
      '/regions/{region}/persons/{personId}/balance-proof',
      '/regions/{region}/persons/{personId}/contributions',
      '/regions/{region}/persons/{personId}/review',
      '/regions/{region}/persons/{personId}/settlements',
      '/regions/{region}/persons/{personId}/settlements/{visitId}',
      '/regions/{region}/persons/{personId}/settlements/{visitId}/proof',
      '/regions/{region}/persons/{personId}/settlements/{visitId}/slip',
      '/regions/{region}/persons/{personId}/statement',
      '/regions/{region}/reconciliations',
      '/regions/{region}/reconciliations/figures',
      '/regions/{region}/reconciliations/items',
      '/regions/{region}/replay',
      '/regions/{region}/statistics/care',
      '/regions/{region}/statistics/fund',
      '/regions/{region}/violations',
      '/regions/{region}/warnings',
      '/regions/{region}/warnings/measured',
      '/regions/{region}/warnings/rules',
      '/settlements/preview',
    ]);
    const text = JSON.stringify(document);
    for (const [, name] of text.matchAll(/#\/components\/schemas\/(\w+)/g)) {
      expect(Object.keys(document.components.schemas)).toContain(name);
    }
  });

  it('describes the parameters of a question once', async () => {
    const { paths } = await openApi();
    const fund = paths['/regions/{region}/fund']?.get as { parameters: { name: string; required: boolean }[] };
    const described = fund.parameters.map(({ name, required }) => [name, required]);
    expect(described.sort()).toEqual([
      ['asOf', false],
      ['from', true],
      ['knownAt', false],
      ['minPosition', false],
      ['region', true],
      ['to', true],
    ]);
  });
});

describe('the pages', () => {
  it('begin with what this is and three things to try, all of which answer', async () => {
    const { type, body } = await example.client.get('/');
    const page = body.text as string;
    expect(type).toContain('text/html');
    expect(page).toContain('共济');
    expect(page).toContain(`${example.client.url}/command-files`);
    const links = [...page.matchAll(/href="([^"]+)"/g)].map(([, link]) => (link as string).replaceAll('&amp;', '&'));
    expect(links).toHaveLength(7);
    for (const link of links) expect([link, (await example.client.get(link)).status]).toEqual([link, 200]);
  });

  it('write no foreign text into the landing page', async () => {
    const { landingPage } = await import('./landing-page.ts');
    expect(landingPage('"><script>')).not.toContain('"><script>');
  });

  it('serve the example that they speak of', async () => {
    expect((await example.client.get('/example.ndjson')).body.text).toBe(EXAMPLE_FILE);
  });

  it.each([
    ['/docs', 'text/html'],
    ['/docs/swagger-ui.css', 'text/css'],
    ['/docs/swagger-ui-bundle.js', 'text/javascript'],
  ])('serve %s without any network', async (path, type) => {
    const answer = await example.client.get(path);
    expect(answer).toMatchObject({ status: 200 });
    expect(answer.type).toContain(type);
  });

  it.each(['/docs/package.json', '/docs/..%2Fpackage.json', '/docs/constructor', '/nothing'])(
    'have no %s',
    async (path) => {
      expect(await example.client.get(path)).toMatchObject({ status: 404, body: { type: 'about:blank', status: 404 } });
    },
  );
});
