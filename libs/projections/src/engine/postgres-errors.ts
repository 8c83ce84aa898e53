import { StoreUnavailable } from '@gongji/event-store';

/** SQLSTATEs (PostgreSQL's documentation, appendix A) that whoever looks after the server can mend. */
const MEANINGS: { readonly [state: string]: readonly [reason: StoreUnavailable['reason'], sentence: string] } = {
  '53100': ['full', 'There is no space left for the views in their database.'],
  '53200': ['failed', 'The database of the views has too little memory.'],
  '58030': ['failed', 'The database of the views cannot be read or written: its disk failed.'],
  '25006': ['read-only', 'The database of the views cannot be written: it is read-only.'],
};

/** What an operator can mend, as the port's one error; anything else stays what it is. */
export function toStoreUnavailable(error: unknown): unknown {
  const { code } = (error ?? {}) as { readonly code?: unknown };
  const meaning = typeof code === 'string' ? MEANINGS[code] : undefined;
  return meaning === undefined ? error : new StoreUnavailable(meaning[1], meaning[0], { cause: error });
}
