import { parentPort } from 'node:worker_threads';
import type { Family } from '@gongji/proof';
import { policiesOf } from '../handed-packs.ts';
import { FamilySimulation, type ThreadWork } from './simulate-families.ts';

/** Simulates families in a thread of its own: first comes the work, then batch after batch, whose sums go back; null ends it. */
const port = parentPort;
if (port === null) throw new Error('this file runs in a worker thread');
let opening: Promise<FamilySimulation> | undefined;

async function take(message: ThreadWork | readonly Family[] | null): Promise<void> {
  if (message === null) {
    await (await opening)?.close();
    port?.close();
  } else if ('packs' in message) {
    opening = FamilySimulation.open(message.work, policiesOf(message.packs));
    await opening;
  } else {
    port?.postMessage(await (await opening)?.simulate(message));
  }
}

port.on('message', (message: ThreadWork | readonly Family[] | null) => {
  take(message).catch((error: unknown) => {
    throw error;
  });
});
