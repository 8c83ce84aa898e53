import type { Readable } from 'node:stream';
import type { AllStreamSubscription, ResolvedEvent, StreamingRead } from '@eventstore/db-client';
import { within } from './failures.ts';
import type { Resolved } from './form.ts';

/** As long as a timer can be: who calls has a limit of its own. */
const NO_LIMIT_MS = 2 ** 31 - 1;

/** The client's stream of a read or a subscription. */
export type Source = StreamingRead<ResolvedEvent> | AllStreamSubscription;

/**
 * What a stream of the client gives, in pages; nothing is asked of the server beyond the page and the stream's own
 * buffer while the consumer is busy with a page.
 *
 * @param want the size of the next page; the last one may be smaller.
 * @throws what the stream fails with, or NoAnswer when nothing comes for so long.
 */
export async function* pagesOf(client: Source, want: () => number, limitMs: number): AsyncGenerator<Resolved[]> {
  const source = client as unknown as Readable; // which it is; its own overloads of "on" fit nothing else
  let failure: { readonly error: unknown } | undefined;
  let ended = false;
  let wake = (): void => undefined;
  source.on('error', (error: unknown) => {
    failure ??= { error };
    wake();
  });
  source.on('readable', () => {
    wake();
  });
  source.on('end', () => {
    ended = true;
    wake();
  });
  try {
    for (let page: Resolved[] = []; ;) {
      const item = source.read() as Resolved | null;
      if (item !== null) {
        page.push(item);
        if (page.length < want()) continue;
        yield page;
        page = [];
      } else if (failure !== undefined) throw failure.error;
      else if (ended) {
        if (page.length > 0) yield page;
        return;
      } else await within(limitMs, new Promise<void>((resolve) => (wake = resolve)));
    }
  } finally {
    if (!ended) leave(client);
  }
}

/** Leaves a stream before its end: the client ends the call at the server only when it is told. */
function leave(source: Source): void {
  const ended = 'cancel' in source ? source.cancel() : source.unsubscribe();
  ended.catch(() => undefined);
  source.resume();
}

/**
 * A read of a few events, as a whole. It is taken to its end always: a stream that is left half-read stays in the
 * client's list of what is open.
 */
export async function readWhole(client: Source): Promise<Resolved[]> {
  const events: Resolved[] = [];
  for await (const page of pagesOf(client, () => Number.MAX_SAFE_INTEGER, NO_LIMIT_MS)) events.push(...page);
  return events;
}
