import { parentPort } from 'node:worker_threads';
import { policiesOf } from '../handed-packs.ts';
import { checkPart, type ThreadWork } from './check-part.ts';

/** Runs one part of a verification in a thread of its own: what is to be done comes first, then at most the word to stop. */
const port = parentPort;
if (port === null) throw new Error('this file runs in a worker thread');
const ending = new AbortController();
const { work, packs } = await new Promise<ThreadWork>((resolve) => {
  port.on('message', (message: ThreadWork | 'stop') => {
    if (message === 'stop') ending.abort();
    else resolve(message);
  });
});
const snapshot = await checkPart(work, policiesOf(packs), ending.signal, (each) => {
  port.postMessage({ snapshot: each, done: false });
});
port.postMessage({ snapshot, done: true });
port.close();
