import { expect } from '@jest/globals';
import { CHAIN_START, fits } from '@gongji/core';
import type { EventStore } from '@gongji/event-store';
import { sha256 } from '../digest.ts';
import { logOf } from './open-ledger.ts';

/** Every event of the log follows the one before it in its stream. */
export async function checkChain(store: EventStore): Promise<void> {
  const hashes = new Map<string, string>();
  for (const event of await logOf(store)) {
    expect([event.type, fits(event, hashes.get(event.stream) ?? CHAIN_START, sha256)]).toEqual([event.type, true]);
    hashes.set(event.stream, (JSON.parse(event.metadata) as { readonly hash: string }).hash);
  }
}
