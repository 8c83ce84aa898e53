import { StoreUnavailable } from '@gongji/event-store';

type Reason = StoreUnavailable['reason'];

/** What the engine's and the operating system's codes mean to the operator; `%` stands for the folder. */
const MEANINGS: readonly (readonly [codes: RegExp, reason: Reason, sentence: string])[] = [
  [/^(SQLITE_FULL|SQLITE_IOERR_SHMSIZE|ENOSPC|EDQUOT)$/, 'full', 'There is no space left for the event log in %.'],
  [/^(SQLITE_READONLY\w*|EROFS|EACCES|EPERM)$/, 'read-only', 'The event log in % cannot be written: it is read-only.'],
  [/^(SQLITE_CORRUPT\w*|SQLITE_NOTADB)$/, 'damaged', 'The event log in % is damaged: restore it from a backup.'],
  [/^(SQLITE_BUSY\w*|SQLITE_LOCKED\w*)$/, 'held', 'The event log in % is being used by another program.'],
  [/^(EEXIST|ENOTDIR)$/, 'failed', 'The folder % cannot be made: there is a file of that name.'],
];

/** The engine's error as the port knows it: one sentence that names the folder, the original as its cause. */
export function toStoreUnavailable(error: unknown, folder: string): StoreUnavailable {
  if (isStoreUnavailable(error)) return error;
  const code = codeOf(error);
  for (const [codes, reason, sentence] of MEANINGS) {
    if (codes.test(code))
      return new StoreUnavailable(
        sentence.replace('%', () => folder),
        reason,
        { cause: error },
      );
  }
  const why = error instanceof Error || hasMessage(error) ? error.message : String(error);
  return new StoreUnavailable(`The event log in ${folder} failed: ${why}.`, 'failed', { cause: error });
}

/** libsql reports a failed opening as plain text that ends in SQLite's number; everything else carries a code. */
export function codeOf(error: unknown): string {
  const code = (error as { code?: unknown } | null | undefined)?.code;
  if (typeof code === 'string' && code !== '') return code;
  return hasMessage(error) && /: 14"?\)?$/.test(error.message) ? 'SQLITE_CANTOPEN' : '';
}

/** By name: an error that comes from another realm or another copy of the package is still the same error. */
function isStoreUnavailable(error: unknown): error is StoreUnavailable {
  return hasMessage(error) && (error as { name?: unknown }).name === 'StoreUnavailable';
}

function hasMessage(error: unknown): error is { message: string } {
  return typeof (error as { message?: unknown } | null | undefined)?.message === 'string';
}
