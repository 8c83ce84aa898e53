import { describe, expect, it } from '@jest/globals';
import { enrol, withExample } from '../testing/service.ts';

const example = withExample({ positionWaitMs: 200 });
const PERSON = '/regions/panzhihua/persons/example-person';

/** Asks for what the example wrote. */
function ask(path: string) {
  const sign = path.includes('?') ? '&' : '?';
  return example.client.get(`${path}${sign}minPosition=${example.position}`);
}

describe('a person', () => {
  it('is shown at a glance', async () => {
    expect(await ask(PERSON)).toMatchObject({
      status: 200,
      body: {
        region: 'panzhihua',
        personId: 'example-person',
        employment: 'on-job',
        entitled: true,
        balance: '0.00',
        accumulators: { 2023: { ordinary: { deductible: '200.00', paid: '258.30' } } },
      },
    });
  });

  it('is shown as it stood on a day', async () => {
    expect(await ask(`${PERSON}?asOf=2023-02-28`)).toMatchObject({
      status: 200,
      body: { asOf: '2023-02-28', balance: '60.00', accumulators: { 2023: { ordinary: { deductible: '150.00' } } } },
    });
  });

  it('is shown as it was known at a position', async () => {
    const answer = await ask(`${PERSON}?knownAt=${String(BigInt(example.position) - 2n)}`);
    expect(answer).toMatchObject({ status: 200, body: { balance: '240.00', accumulators: {} } });
  });

  it('has a statement, page by page', async () => {
    const first = await ask(`${PERSON}/statement?limit=3`);
    expect(first.body.rows).toMatchObject([
      { date: '2023-01-10', amount: '120.00', balance: '120.00' },
      { date: '2023-02-10', amount: '120.00', balance: '240.00' },
      { date: '2023-02-20', amount: '-180.00', balance: '60.00' },
    ]);
    const rest = await ask(`${PERSON}/statement?limit=3&after=${String(first.body.next)}`);
    expect(rest.body).toMatchObject({ rows: [{ date: '2023-03-06', amount: '-60.00', balance: '0.00' }], next: null });
    const bounded = await ask(`${PERSON}/statement?from=2023-02-01&to=2023-02-28`);
    expect(bounded.body.rows).toHaveLength(2);
  });

  it('has accumulators', async () => {
    expect((await ask(`${PERSON}/accumulators`)).body).toEqual({
      2023: { ordinary: { deductible: '200.00', paid: '258.30' } },
    });
  });

  it('has statement, accumulators, settlements and fund as they were known, and as of a day', async () => {
    const knownAt = String(BigInt(example.position) - 1n);
    const lines = async (query: string): Promise<number> =>
      ((await ask(`${PERSON}/statement?${query}`)).body.rows as object[]).length;
    expect([await lines(`knownAt=${knownAt}`), await lines('asOf=2023-02-10')]).toEqual([3, 2]);
    expect((await ask(`${PERSON}/accumulators?knownAt=${knownAt}`)).body).toEqual({
      2023: { ordinary: { deductible: '150.00', paid: '0.00' } },
    });
    expect((await ask(`${PERSON}/accumulators?asOf=2023-02-19`)).body).toEqual({});
    expect((await ask(`${PERSON}/settlements?knownAt=${knownAt}`)).body.rows).toHaveLength(1);
    expect((await ask(`${PERSON}/settlements?asOf=2023-02-19`)).body.rows).toHaveLength(0);
    expect(await ask(`${PERSON}/settlements/example-visit-2?knownAt=${knownAt}`)).toMatchObject({ status: 404 });
    const fund = '/regions/panzhihua/fund?from=2023-01-01&to=2023-12-31';
    expect((await ask(fund)).body.visits).toBe(2);
    expect((await ask(`${fund}&knownAt=${knownAt}`)).body.visits).toBe(1);
    expect((await ask(`${fund}&asOf=2023-02-10`)).body.visits).toBe(0);
  });

  it('has contributions', async () => {
    expect((await ask(`${PERSON}/contributions`)).body.rows).toMatchObject([
      { month: '2023-01' },
      { month: '2023-02' },
    ]);
    expect((await ask(`${PERSON}/contributions?from=2023-02`)).body.rows).toHaveLength(1);
  });

  it.each(['', '/statement', '/accumulators', '/contributions', '/settlements', '/settlements/v', '?asOf=2023-01-01'])(
    'that nobody knows is a problem: %s',
    async (path) => {
      const answer = await ask(`/regions/panzhihua/persons/nobody${path}`);
      expect(answer.type).toContain('application/problem+json');
      expect(answer).toMatchObject({ status: 404, body: { code: 'unknown-person', field: 'personId' } });
    },
  );

  it('of a region without rules is a problem', async () => {
    const answer = await ask('/regions/atlantis/persons/example-person');
    expect(answer).toMatchObject({ status: 404, body: { code: 'unknown-region', field: 'region' } });
  });

  it('is found by an id of any length and letters', async () => {
    const id = '参/保?'.repeat(32);
    const { body } = await example.client.send(enrol('long-id', id));
    const answer = await example.client.get(
      `/regions/panzhihua/persons/${encodeURIComponent(id)}?minPosition=${String(body.position)}`,
    );
    expect(answer).toMatchObject({ status: 200, body: { personId: id } });
  });
});

describe('a question', () => {
  it.each([
    ['?asOf=yesterday', 'asOf'],
    ['?knownAt=now', 'knownAt'],
    ['?colour=red', 'colour'],
    ['?minPosition=-1', 'minPosition'],
    ['?minPosition=1&minPosition=2', 'minPosition'],
    ['/statement?limit=0', 'limit'],
    ['/statement?limit=1001', 'limit'],
    ['/statement?after=x', 'after'],
    ['/statement?from=2023-02-30', 'from'],
    ['/statement?from=2023-02-02&to=2023-02-01', 'to'],
    ['/contributions?from=2023', 'from'],
    ['/accumulators?year=2023', 'year'],
    ['/settlements?limit=many', 'limit'],
  ])('that is malformed names its field: %s', async (path, field) => {
    const answer = await example.client.get(PERSON + path);
    expect(answer.type).toContain('application/problem+json');
    expect(answer).toMatchObject({ status: 400, body: { type: 'urn:gongji:problem:invalid-query', field } });
  });

  it('sees what the command that it names has written', async () => {
    for (let n = 0; n < 20; n += 1) {
      const { body } = await example.client.send(enrol(`seen-${String(n)}`, `seen ${String(n)}`));
      const path = `/regions/panzhihua/persons/seen%20${String(n)}?minPosition=${String(body.position)}`;
      expect((await example.client.get(path)).status).toBe(200);
    }
  });

  it('for a position that is not reached in time is to be asked again', async () => {
    const answer = await example.client.get(`${PERSON}?minPosition=999999`);
    expect(answer).toMatchObject({ status: 503, body: { code: 'position-not-reached', field: 'minPosition' } });
    expect(answer.headers.get('retry-after')).toBe('1');
  });
});
