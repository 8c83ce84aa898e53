import { MEASURED_RULES, WARNING_RULES } from '@gongji/core';
import { loadPacks } from '@gongji/packs';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { deviations } from '../testing/documented.ts';
import { asFile, withExample, type Body } from '../testing/service.ts';

const example = withExample();

/** Two visits of the example's person to two hospitals on one day. */
const SECOND = [
  {
    commandId: 'second-1',
    type: 'DesignateInstitution',
    region: 'panzhihua',
    institutionId: 'second-hospital',
    name: '第二医院',
    kind: 'medical',
    tier: 1,
    outpatientPooling: true,
    from: '2023-01-01',
  },
  {
    commandId: 'second-2',
    type: 'SettleVisit',
    region: 'panzhihua',
    personId: 'example-person',
    visitId: 'second-visit',
    institutionId: 'second-hospital',
    date: '2023-03-06',
    total: '80.00',
    inScope: '80.00',
  },
];

let position: string;
beforeAll(async () => {
  position = (await example.client.sendFile(asFile(SECOND))).at(-1)?.position as string;
});

async function ask(address: string): Promise<Body> {
  const separator = address.includes('?') ? '&' : '?';
  const { status, body } = await example.client.get(`/regions/panzhihua/${address}${separator}minPosition=${position}`);
  expect(status).toBe(200);
  return body;
}

describe('warnings', () => {
  it.each(['warnings', 'warnings/measured?month=2023-03', 'warnings/rules'])(
    'answer %s as it is described',
    async (address) => {
      const path = `/regions/{region}/${address.split('?')[0] as string}`;
      expect(await deviations(example.client, path, await ask(address))).toEqual([]);
    },
  );

  it('name their evidence and their article', async () => {
    const { rows } = (await ask('warnings?from=2023-03&to=2023-03')) as { rows: object[] };
    expect(rows).toMatchObject([
      {
        rule: 'several-institutions',
        date: '2023-03-06',
        personId: 'example-person',
        institutionId: 'second-hospital',
        article: 'panzhihua-2022 art. 16',
        title: { zh: '同日多家医疗机构就诊' },
        evidence: [{ eventId: expect.any(String) }, { position }],
      },
    ]);
    expect((await ask('warnings?rule=many-visits')).rows).toEqual([]);
  });

  it('refuse a rule that there is not', async () => {
    expect(await example.client.get('/regions/panzhihua/warnings?rule=luck')).toMatchObject({ status: 400 });
  });
});

it('every article that a rule cites stands in the document’s coverage', async () => {
  const packs = await loadPacks();
  for (const [rule, { articles }] of Object.entries({ ...WARNING_RULES, ...MEASURED_RULES })) {
    for (const [region, article] of Object.entries(articles)) {
      const pack = packs.get(region)?.pack;
      expect([rule, region, pack?.coverage.map((each) => each.article).includes(article)]).toEqual([
        rule,
        region,
        true,
      ]);
    }
  }
});
