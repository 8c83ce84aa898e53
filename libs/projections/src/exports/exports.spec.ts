import { happened } from '../testing/events.ts';
import { onEachEngine } from '../testing/engines.ts';
import { TestLog } from '../testing/log.ts';

onEachEngine('what was handed out', ({ withViews }) => {
  it('is listed with who, which filter, how many rows and the seal', async () => {
    const log = new TestLog();
    const one = {
      exportId: 'e-1',
      report: 'settlements',
      format: 'xlsx',
      filter: { month: '2023-03', institution: 'H1' },
      rows: 12,
      upTo: '7',
      seal: { treeSize: 5, position: '5', rootHash: 'ab' },
      sha256: 'cd',
    } as const;
    const other = { ...one, exportId: 'e-2', report: 'journal', format: 'csv', filter: {}, seal: null } as const;
    await log.append(
      happened('access-zibo', 'ReportExported', '2024-01-02', one),
      happened('access-zibo', 'ReportExported', '2024-01-03', other),
      happened('access-baoshan', 'ReportExported', '2024-01-03', other),
    );
    await withViews(log, async (views) => {
      const { rows } = await views.exports('zibo');
      expect(rows).toMatchObject([
        { ...one, position: '1', date: '2024-01-02' },
        { ...other, position: '2', date: '2024-01-03' },
      ]);
      expect(rows[0]?.actor).toBe('clerk');
      const ids = async (options: Parameters<typeof views.exports>[1]) =>
        (await views.exports('zibo', options)).rows.map(({ exportId }) => exportId);
      expect(await ids({ report: 'journal' })).toEqual(['e-2']);
      expect(await ids({ to: '2024-01-02' })).toEqual(['e-1']);
      expect(await ids({ from: '2024-01-03' })).toEqual(['e-2']);
      expect(await ids({ actor: 'nobody' })).toEqual([]);
      expect(await ids({ after: '1' })).toEqual(['e-2']);
      expect(await views.exports('zibo', { limit: 1 })).toMatchObject({ next: '1' });
    });
  });
});
