import { enrolled, happened } from '../testing/events.ts';
import { onEachEngine } from '../testing/engines.ts';
import { TestLog } from '../testing/log.ts';

async function pagesOf(pages: AsyncIterable<readonly string[]>): Promise<readonly (readonly string[])[]> {
  const all: (readonly string[])[] = [];
  for await (const page of pages) all.push(page);
  return all;
}

onEachEngine('the directory of persons', ({ withViews }) => {
  it('gives a region’s persons in the order of enrolment, page by page', async () => {
    const log = new TestLog();
    await log.append(enrolled('Z'), enrolled('X', { region: 'baoshan' }), enrolled('A.1'));
    await log.append(...Array.from({ length: 1500 }, (_, at) => enrolled(`P${String(at)}`)));
    await withViews(log, async (views) => {
      const pages = await pagesOf(views.persons('zibo'));
      expect(pages.map((page) => page.length)).toEqual([1000, 502]);
      expect(pages.flat().slice(0, 3)).toEqual(['Z', 'A.1', 'P0']);
      expect(await pagesOf(views.persons('shangrao'))).toEqual([]);
    });
  });

  it('ends with those who were enrolled when the walk began', async () => {
    const log = new TestLog();
    await log.append(...Array.from({ length: 1001 }, (_, at) => enrolled(`P${String(at)}`)));
    await withViews(log, async (views) => {
      const seen: string[] = [];
      for await (const page of views.persons('zibo')) {
        seen.push(...page);
        await log.append(enrolled(`late-${String(seen.length)}`));
        await views.catchUp();
      }
      expect(seen).toHaveLength(1001);
    });
  });

  it('keeps the fact that starts last, and of one day the one recorded last', async () => {
    const log = new TestLog();
    const stream = 'insured-zibo.P1';
    await log.append(
      enrolled('P1', { employment: 'on-job' }),
      happened(stream, 'EmploymentChanged', '2024-02-01', {
        employment: 'retired',
        completedOn: '2024-01-10',
        from: '2024-02-01',
      }),
      happened(stream, 'EmploymentChanged', '2023-02-01', {
        employment: 'flexible',
        completedOn: '2023-01-10',
        from: '2023-02-01',
      }),
      happened(stream, 'EntitlementSuspended', '2023-05-01', { from: '2023-05-01' }),
      happened(stream, 'EntitlementResumed', '2023-05-01', { from: '2023-05-01' }),
    );
    await withViews(log, async (views) => {
      expect(await views.person('zibo', 'P1')).toMatchObject({ employment: 'retired', entitled: true });
      expect(await views.person('zibo', 'P9')).toBeUndefined();
    });
  });
});
