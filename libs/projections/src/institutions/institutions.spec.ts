import { happened } from '../testing/events.ts';
import { onEachEngine } from '../testing/engines.ts';
import { TestLog } from '../testing/log.ts';

const HOSPITAL = {
  name: 'First Hospital',
  kind: 'medical',
  tier: 2,
  outpatientPooling: true,
  dualChannel: false,
  area: '370300',
  from: '2022-01-01',
} as const;

async function someInstitutions(): Promise<TestLog> {
  const log = new TestLog();
  const stream = 'institution-zibo.H1';
  await log.append(
    happened(stream, 'InstitutionDesignated', '2022-01-01', HOSPITAL),
    happened('institution-zibo.H2', 'InstitutionDesignated', '2022-01-01', HOSPITAL),
    happened(stream, 'InstitutionTierChanged', '2023-01-01', { tier: 3, from: '2023-01-01' }),
    happened(stream, 'AgencyAssigned', '2023-05-01', { agency: 'A1', from: '2023-05-01' }),
    happened(stream, 'DesignationSuspended', '2023-06-01', { from: '2023-06-01' }),
    happened(stream, 'DesignationEnded', '2024-01-01', { from: '2024-01-01' }),
  );
  return log;
}

onEachEngine('the directory of institutions', ({ withViews }) => {
  it.each([1, 100])('tells what holds last and what held on a day, in batches of %d', async (batchSize) => {
    await withViews(
      await someInstitutions(),
      async (views) => {
        const on = async (day?: string) => {
          const { rows } = await views.institutions('zibo', day === undefined ? {} : { on: day });
          return [rows[0]?.tier, rows[0]?.designation, rows[0]?.agency];
        };
        expect(await on()).toEqual([3, 'ended', 'A1']);
        expect(await on('2021-12-31')).toEqual([null, 'not-yet', null]);
        expect(await on('2022-05-01')).toEqual([2, 'active', null]);
        expect(await on('2023-05-31')).toEqual([3, 'active', 'A1']);
        expect(await on('2023-06-01')).toEqual([3, 'suspended', 'A1']);
      },
      { batchSize },
    );
  });

  it('is paged by id', async () => {
    await withViews(await someInstitutions(), async (views) => {
      const first = await views.institutions('zibo', { limit: 1 });
      expect(first.rows.map(({ institutionId }) => institutionId)).toEqual(['H1']);
      const second = await views.institutions('zibo', { limit: 1, after: first.next ?? '' });
      expect([second.rows[0]?.institutionId, second.next]).toEqual(['H2', null]);
    });
  });
});
