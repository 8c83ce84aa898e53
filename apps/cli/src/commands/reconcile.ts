import { once } from 'node:events';
import { createReadStream } from 'node:fs';
import { openLedger, type LedgerPlace } from '@gongji/api';
import { BadRows, CannotReconcile, reconciliationOf, type ReconciliationRequest } from '@gongji/application';

/**
 * `gongji reconcile FILE`: compares an institution's file with the ledger, records the result and writes the answer.
 *
 * @returns the exit status: 0 recorded, 1 refused, 2 when rows of the file are malformed or it cannot be compared.
 */
export async function reconcile(file: string, place: LedgerPlace, request: ReconciliationRequest): Promise<number> {
  const input = file === '-' ? process.stdin : createReadStream(file, { highWaterMark: 256 * 1024 });
  if (file !== '-') await once(input, 'open');
  const opened = await openLedger(place, { progress: (message) => process.stderr.write(`${message}\n`) });
  try {
    const command = await reconciliationOf(request, input, opened.views);
    const answer = await opened.ledger.submit(command);
    process.stdout.write(`${JSON.stringify(answer)}\n`);
    return answer.ok ? 0 : 1;
  } catch (error) {
    if (error instanceof BadRows) {
      for (const { line, field, problem } of error.rows)
        process.stderr.write(`line ${String(line)}${field === undefined ? '' : ` ${field}`}: ${problem}\n`);
      process.stderr.write(`gongji: ${String(error.count)} rows of ${file} are malformed; nothing was recorded.\n`);
      return 2;
    }
    if (!(error instanceof CannotReconcile)) throw error;
    process.stderr.write(`gongji: ${error.message}\n`);
    return 2;
  } finally {
    await opened.close();
  }
}
