import { Worker } from 'node:worker_threads';

/** What a thread makes and soon forgets: with the engine's own limit it would be looked through three times as often. */
const YOUNG_MB = 64;

/** A thread that goes through a log: most of what it makes is forgotten with the next event. */
export function workingThread(file: URL): Worker {
  return new Worker(file, { resourceLimits: { maxYoungGenerationSizeMb: YOUNG_MB } });
}
