import { parentPort, workerData } from 'node:worker_threads';
import type { Family } from '@gongji/proof';
import { policiesOf } from '../handed-packs.ts';
import { FamilySimulation, type ThreadWork } from './simulate-families.ts';

/** Simulates batches of families in a thread of its own: a batch comes, its sums go back; null ends it. */
const port = parentPort;
if (port === null) throw new Error('this file runs in a worker thread');
const given = workerData as ThreadWork;
const simulation = await FamilySimulation.open(given.work, policiesOf(given.packs));
port.on('message', (families: readonly Family[] | null) => {
  if (families === null) {
    void simulation.close().then(() => {
      port.close();
    });
    return;
  }
  simulation.simulate(families).then(
    (sums) => {
      port.postMessage(sums);
    },
    (error: unknown) => {
      throw error;
    },
  );
});
