import { compareLogs, LogsDiffer } from '@gongji/application';
import { copyLogFile, SqliteEventStore } from '@gongji/event-store-sqlite';

/**
 * `gongji backup` and `gongji restore`: copies the log of one folder into an empty one, as it is at this instant, also while others write it, and
 * compares the two. Views are built again from the log; keys and the registry of persons are not in it, and are kept by other means.
 *
 * @returns the exit status: 0; 1 when the copy is not what it should be.
 */
export async function copyFolder(from: string, to: string): Promise<number> {
  await copyLogFile(from, to);
  const original = await SqliteEventStore.open(from, { readOnly: true });
  try {
    const copy = await SqliteEventStore.open(to, { readOnly: true });
    try {
      const events = await compareLogs(original, copy);
      process.stdout.write(`已复制并核对 · copied and compared: ${String(events)} events in ${to}\n`);
      return 0;
    } finally {
      await copy.close();
    }
  } catch (error) {
    if (!(error instanceof LogsDiffer)) throw error;
    process.stderr.write(`副本不可用 · do not rely on the copy in ${to}: ${error.message}\n`);
    return 1;
  } finally {
    await original.close();
  }
}
