import { parentPort } from 'node:worker_threads';
import { policiesOf } from '../handed-packs.ts';
import { FamilySimulation, type ThreadMessage } from './simulate-families.ts';

/**
 * Works for a simulation in a thread of its own: first comes the work; then stretches of the log, whose people go back; then families, batch
 * after batch, whose sums go back; null ends it.
 */
const port = parentPort;
if (port === null) throw new Error('this file runs in a worker thread');
let opening: Promise<FamilySimulation> | undefined;

async function take(message: ThreadMessage): Promise<void> {
  if (message === null) {
    await (await opening)?.close();
    port?.close();
  } else if ('packs' in message) {
    opening = FamilySimulation.open(message.work, policiesOf(message.packs));
    await opening;
  } else {
    const simulation = await opening;
    port?.postMessage(await ('upTo' in message ? simulation?.people(message) : simulation?.simulate(message)));
  }
}

port.on('message', (message: ThreadMessage) => {
  take(message).catch((error: unknown) => {
    throw error;
  });
});
