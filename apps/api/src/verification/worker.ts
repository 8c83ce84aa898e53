import { parentPort, workerData } from 'node:worker_threads';
import { checkPart, type PartWork } from './check-part.ts';

/** Runs one part of a verification in a thread of its own. */
const port = parentPort;
if (port === null) throw new Error('this file runs in a worker thread');
const ending = new AbortController();
port.on('message', () => {
  ending.abort();
});
const work = workerData as PartWork;
const snapshot = await checkPart(work, ending.signal, (each) => {
  port.postMessage({ snapshot: each, done: false });
});
port.postMessage({ snapshot, done: true });
port.close();
