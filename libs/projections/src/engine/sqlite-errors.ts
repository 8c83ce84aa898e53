import { StoreUnavailable } from '@gongji/event-store';
import { dirname } from 'node:path';

const MEANINGS: readonly (readonly [codes: RegExp, reason: StoreUnavailable['reason'], sentence: string])[] = [
  [/^(SQLITE_FULL|SQLITE_IOERR_SHMSIZE|ENOSPC|EDQUOT)$/, 'full', 'There is no space left for the views in %.'],
  [/^(SQLITE_READONLY\w*|EROFS|EACCES|EPERM)$/, 'read-only', 'The views in % cannot be written: they are read-only.'],
  [
    /^(SQLITE_CORRUPT\w*|SQLITE_NOTADB)$/,
    'damaged',
    'The views in % are damaged: delete views.db, and they are built again from the log.',
  ],
  [/^(SQLITE_BUSY\w*|SQLITE_LOCKED\w*)$/, 'held', 'The views in % are being used by another program.'],
  [/^SQLITE_(IOERR|CANTOPEN|PROTOCOL)\w*$/, 'failed', 'The views in % cannot be read or written: the disk failed.'],
];

/** What an operator can mend, as the port's one error with a sentence that names the folder; a defect stays what it is. */
export function toStoreUnavailable(error: unknown, file: string): unknown {
  const meaning = MEANINGS.find(([codes]) => codes.test(codeOf(error)));
  if (meaning === undefined) return error;
  const [, reason, sentence] = meaning;
  return new StoreUnavailable(
    sentence.replace('%', () => dirname(file)),
    reason,
    { cause: error },
  );
}

/** libsql reports a failed opening as plain text that ends in SQLite's number; everything else carries a code. */
function codeOf(error: unknown): string {
  const { code, message } = error as { readonly code?: unknown; readonly message?: unknown };
  if (typeof code === 'string' && code !== '') return code;
  return typeof message === 'string' && /: 14"?\)?$/.test(message) ? 'SQLITE_CANTOPEN' : '';
}
