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

async function ask(region: string): Promise<Record<string, unknown>> {
  return (await example.client.get(`/regions/${region}/budget/computed?year=2023&minPosition=${position}`)).body;
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
          retired: 1,
          pension: '3000.00',
          fromBases: '60',
          fromPensions: '30',
        },
        { month: '2023-02', bases: '0.00', contributions: 0, retired: 0, fromBases: '0' },
      ],
      amount: '90.00',
      missing: [],
    };
    expect(await ask('shangrao')).toMatchObject({ upTo: position, year: '2023', rows: [{ ...computed, set: null }] });
    await send({ type: 'SetBudget', year: 2023, line: 'ordinary', amount: '85.00' });
    expect(await ask('shangrao')).toMatchObject({ rows: [{ ...computed, set: '85.00' }] });
  });

  it('is none where the document works out none', async () => {
    expect((await ask('zibo')).rows).toEqual([]);
  });
});
