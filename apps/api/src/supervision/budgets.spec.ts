import { beforeAll, describe, expect, it } from '@jest/globals';
import { withExample } from '../testing/service.ts';

const example = withExample();
let position = '';
let sent = 0;

async function send(step: object): Promise<void> {
  sent += 1;
  const { body } = await example.client.send({ commandId: `budget-${String(sent)}`, region: 'shangrao', ...step });
  expect(body).toMatchObject({ ok: true });
  position = String(body.position);
}

async function ask(region: string, times = ''): Promise<Record<string, unknown>> {
  const address = `/regions/${region}/budget/computed?year=2023&minPosition=${position}${times}`;
  return (await example.client.get(address)).body;
}

const PERSON = { type: 'EnrolPerson', birthDate: '1950-05-20', plan: 'pooled-and-account', from: '2023-01-01' };

beforeAll(async () => {
  await send({
    type: 'PublishParameters',
    effectiveFrom: '2023-01-01',
    values: { averagePension: '3000.00', 'contribution.rate.on-job': '0.08' },
    basis: 'example',
  });
  await send({ ...PERSON, personId: 'retired', employment: 'retired' });
  await send({ ...PERSON, personId: 'on-job', birthDate: '1985-05-20', employment: 'on-job' });
  await send({ ...PERSON, personId: 'without-account', employment: 'retired', plan: 'inpatient-only' });
  await send({ ...PERSON, personId: 'retiring', birthDate: '1963-05-20', employment: 'on-job' });
  await send({ type: 'ChangeEmployment', personId: 'retiring', employment: 'retired', completedOn: '2023-01-20' });
  await send({ type: 'CreditMonth', month: '2023-01' });
  const contribution = { type: 'RecordContribution', personId: 'on-job', base: '6000.00' };
  await send({ ...contribution, month: '2023-01', paidOn: '2023-01-10' });
  await send({ ...contribution, month: '2023-02', paidOn: '2023-02-10' });
  await send({
    type: 'ReverseContribution',
    personId: 'on-job',
    month: '2023-02',
    reason: 'wrong',
    date: '2023-02-11',
  });
});

describe('the budget that the document works out (shangrao art. 12)', () => {
  it('is one per cent of the bases and of the average pension for each retired person, beside what was set', async () => {
    const computed = {
      line: 'ordinary',
      article: 'shangrao-2022 art. 12',
      months: [
        {
          month: '2023-01',
          bases: '6000.00',
          contributions: 1,
          retired: 2,
          pension: '3000.00',
          fromBases: '60',
          fromPensions: '60',
        },
        { month: '2023-02', bases: '0.00', contributions: 0, retired: 3, fromBases: '0', fromPensions: '90' },
      ],
      amount: '210.00',
      missing: [],
    };
    expect(await ask('shangrao')).toMatchObject({ upTo: position, year: '2023', rows: [{ ...computed, set: null }] });
    await send({ type: 'SetBudget', year: 2023, line: 'ordinary', amount: '85.00' });
    expect(await ask('shangrao')).toMatchObject({ rows: [{ ...computed, set: '85.00' }] });
  });

  it('is as it was known, and as of a day', async () => {
    const now = await ask('shangrao');
    const before = await ask('shangrao', `&knownAt=${String(BigInt(position) - 1n)}`);
    expect(before.rows).toEqual([{ ...(now.rows as object[])[0], set: null }]);
    expect(before.upTo).toBe(String(BigInt(position) - 1n));
    // The second contribution was there and not taken back yet; the pension was not published before its day.
    const february = { month: '2023-02', bases: '6000.00', contributions: 1, retired: 3 };
    expect((await ask('shangrao', '&asOf=2023-02-10')).rows).toMatchObject([{ months: [{}, february] }]);
    expect((await ask('shangrao', '&asOf=2022-12-31')).rows).toMatchObject([{ months: [], amount: '0.00' }]);
  });

  it.each(['knownAt=999999', 'knownAt=2999-01-01T00:00:00Z', 'knownAt=soon', 'asOf=2023-02-30'])(
    'is refused for %s, and the field named',
    async (times) => {
      const { status, body } = await example.client.get(`/regions/shangrao/budget/computed?year=2023&${times}`);
      expect([status, body.field]).toEqual([400, times.split('=')[0]]);
    },
  );

  it('is none where the document works out none', async () => {
    expect((await ask('zibo')).rows).toEqual([]);
  });
});
