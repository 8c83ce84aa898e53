import { describe, expect, it } from '@jest/globals';
import { withExample } from '../testing/service.ts';

const example = withExample();

const ADDRESS = '/regions/panzhihua/reconciliations';
const MARCH = 'institutionId=example-hospital&from=2023-03-01&to=2023-03-31&clearingType=11';

async function send(rows: string, query: string, type = 'text/tab-separated-values') {
  const response = await fetch(`${example.client.url}${ADDRESS}?${query}`, {
    method: 'POST',
    headers: { 'content-type': type },
    body: rows,
  });
  return { status: response.status, body: (await response.json()) as { readonly [field: string]: unknown } };
}

const NOBODYS = 'V9\tV9\tnobody\t10.00\t5.00\t0.00\t0\n';

describe('an institution’s file', () => {
  it('is compared as it comes, and what differs is listed and counted', async () => {
    const { status, body } = await send(NOBODYS, `${MARCH}&date=2023-04-03`);
    expect({ status, body }).toMatchObject({ status: 200, body: { ok: true, result: { items: expect.any(Number) } } });
    const at = `minPosition=${String(body.position)}`;
    const items = await example.client.get(`${ADDRESS}/items?kind=institution-only&${at}`);
    expect(items.body.rows).toMatchObject([
      {
        year: 2023,
        settlementId: 'V9',
        personId: 'nobody',
        institution: { fund: '5.00' },
        ledger: null,
        state: 'open',
      },
    ]);
    const figures = await example.client.get(`${ADDRESS}/figures?kind=institution-only&${at}`);
    expect(figures.body.rows).toMatchObject([{ items: 1, state: 'open', institution: { total: '10.00' } }]);
    const [row] = (await example.client.get(`${ADDRESS}?${at}`)).body.rows as object[];
    expect(row).toMatchObject({ institutionId: 'example-hospital', institution: { count: 1 }, insuranceType: '310' });
  });

  it('is recorded once a day', async () => {
    expect(await send(NOBODYS, `${MARCH}&date=2023-04-04`)).toMatchObject({ status: 200 });
    expect(await send(NOBODYS, `${MARCH}&date=2023-04-04`)).toMatchObject({
      status: 409,
      body: { code: 'already-exists', field: 'reconciliationId' },
    });
  });

  it.each([
    ['a bad row', NOBODYS.replace('10.00', '10.001'), MARCH, 400, 'line 1'],
    ['the same row twice', NOBODYS + NOBODYS, MARCH, 400, 'line 2'],
    ['an institution that nobody knows', NOBODYS, MARCH.replace('example-hospital', 'H7'), 404, 'institutionId'],
    ['a clearing type of pharmacies', NOBODYS, MARCH.replace('=11', '=41'), 400, 'clearingType'],
    ['no span', NOBODYS, 'institutionId=example-hospital&clearingType=11', 400, 'from'],
  ])('with %s is refused', async (_title, rows, query, status, field) => {
    expect(await send(rows, `${query}&date=2023-04-05`)).toMatchObject({ status, body: { field } });
  });

  it('of another kind is refused', async () => {
    expect(await send('{}', `${MARCH}&date=2023-04-05`, 'application/json')).toMatchObject({ status: 415 });
  });
});
