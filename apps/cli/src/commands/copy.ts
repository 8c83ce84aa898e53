import { existsSync, mkdtempSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { openStore, type LedgerPlace } from '@gongji/api';
import { CannotCopy, copyLog, LogsDiffer, type CopyProgress } from '@gongji/application';
import { isEventStoreDbUrl, readAddress } from '@gongji/event-store-eventstoredb/address';
import type { EventStore } from '@gongji/event-store';
import { SingleBar } from 'cli-progress';

const WORDS: { readonly [phase in CopyProgress['phase']]: string } = {
  compare: '核对已有 · comparing what is there',
  copy: '复制 · copying',
  verify: '核对 · comparing the copy',
};

/**
 * `gongji copy FROM TO`: copies the log from one store into another, each a folder or an EventStoreDB address, in order, and compares. It may
 * be interrupted at any instant; the same call goes on. The source may be written to meanwhile: what comes later is copied by the next call.
 *
 * @returns the exit status: 0; 1 when what was copied does not come back as it was.
 * @throws CannotCopy with one sentence, and StoreUnavailable of either store.
 */
export async function copy(from: string, to: string): Promise<number> {
  if (identityOf(from) === identityOf(to)) throw new CannotCopy('The source and the target are the same store.');
  const aside = mkdtempSync(join(tmpdir(), 'gongji-copy-'));
  const opened: EventStore[] = [];
  const open = async (text: string, role: string, readOnly: boolean): Promise<EventStore> => {
    const store = await openStore(placeOf(text, join(aside, role)), { readOnly });
    opened.push(store);
    return store;
  };
  try {
    return await copyShowing(await open(from, 'source', true), await open(to, 'target', false), to);
  } finally {
    for (const store of opened) await store.close();
    rmSync(aside, { recursive: true, force: true });
  }
}

async function copyShowing(source: EventStore, target: EventStore, to: string): Promise<number> {
  const bar = new SingleBar({ format: '{what} |{bar}| {percentage}% {value}/{total}', stream: process.stderr });
  bar.start(1, 0, { what: WORDS.compare });
  try {
    const { already, copied } = await copyLog(source, target, ({ phase, position, upTo }) => {
      bar.setTotal(Math.max(1, Number(upTo)));
      bar.update(Number(position), { what: WORDS[phase] });
    });
    bar.stop();
    const head = `${String(already + copied)} events`;
    process.stdout.write(`已复制并核对 · copied and compared: ${head}, ${String(already)} of them were there before\n`);
    return 0;
  } catch (error) {
    bar.stop();
    if (!(error instanceof LogsDiffer)) throw error;
    process.stderr.write(`副本不可用 · do not rely on the copy in ${to}: ${error.message}\n`);
    return 1;
  }
}

/** @param beside where the positions of a server's events are kept as long as the copy takes: two servers never share them. */
function placeOf(text: string, beside: string): LedgerPlace {
  return isEventStoreDbUrl(text) ? { folder: beside, url: text } : { folder: text };
}

/** The same for two names of one store, as far as names can tell. */
function identityOf(text: string): string {
  if (!isEventStoreDbUrl(text)) return existsSync(text) ? realpathSync(text) : resolve(text);
  const { shown, ledger } = readAddress(text);
  return `esdb://${shown}/${ledger}`;
}
