import { engineAt } from '../engine/engine-at.ts';
import { inFolder } from '../testing/engines.ts';
import { createTable } from './checkpoints.ts';
import { rowsOf } from './rows.ts';
import { table } from './table.ts';
import { Statements, Writer } from './writer.ts';

const NUMBERS = table({ name: 'numbers', columns: { number: 'bigint' }, key: ['number'] });

it('reading a whole table lets the process do other things between pages', async () => {
  await inFolder(async (place) => {
    const engine = await engineAt(place);
    await createTable(engine.writing, NUMBERS);
    const rows = Array.from({ length: 3_500 }, (_, number) => ({ number }));
    await engine.writing.transaction().execute(async (transaction) => {
      await new Writer(transaction, new Statements(engine.writing)).insert(NUMBERS, rows);
    });
    const done: string[] = [];
    const next = (): NodeJS.Immediate =>
      setImmediate(() => {
        done.push('something else');
        waiting = next();
      });
    let waiting = next();
    for await (const page of rowsOf(engine.reading, NUMBERS)) done.push(`${String(page.length)} rows`);
    clearImmediate(waiting);
    await engine.close();
    expect(done.filter((each) => each === 'something else').length).toBeGreaterThanOrEqual(3);
    expect(done.at(-1)).toBe('500 rows');
  });
});
