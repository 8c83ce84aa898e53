import { catchUpAlone, CORE_VIEWS } from '../bench.ts';
import { engineAt } from '../engine/engine-at.ts';
import { rowsOf } from '../framework/rows.ts';
import type { Table } from '../framework/table.ts';
import { contribution, enrolled, visit } from '../testing/events.ts';
import { inFolder, onPostgres } from '../testing/engines.ts';
import { TestLog } from '../testing/log.ts';
import { inEmptySchema } from './schema.ts';
import { recordWrites, writeBare } from './writes.ts';

async function allRows(place: string, tables: readonly Table[]): Promise<readonly unknown[]> {
  const engine = await engineAt(place);
  const found: unknown[] = [];
  for (const table of tables) for await (const rows of rowsOf(engine.reading, table)) found.push(table.name, ...rows);
  await engine.close();
  return found;
}

describe('what is measured on PostgreSQL', () => {
  const inPlace = onPostgres();

  it('is that a bare program writes the very rows that the views write', async () => {
    const log = new TestLog();
    for (const person of ['P1', "P'2", '张三\\']) {
      const visits = ['V1', 'V2'].map((visitId) => visit(person, { visitId, reason: null }));
      await log.append(enrolled(person), contribution(person), ...visits);
    }
    const writes = await inFolder((scratch) => recordWrites(scratch, log.store, CORE_VIEWS));
    const tables = [...new Set(writes.flat().map(({ table }) => table))];
    await inPlace(async (place) => {
      await catchUpAlone(place, log.store, CORE_VIEWS);
      const bare = await inEmptySchema(place, 'bare', async (address) => {
        await writeBare(address, writes, (write) => write());
        return allRows(address, tables);
      });
      expect(bare.length).toBeGreaterThan(15);
      expect(bare).toEqual(await allRows(place, tables));
    });
  });
});
