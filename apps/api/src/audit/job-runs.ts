import { join } from 'node:path';
import { Policies } from '@gongji/application';
import { KeyFolder, NotSimulable, type Changes } from '@gongji/proof';
import type { LedgerPlace } from '../ledger-place.ts';
import { checkSimulation, simulateLedger } from '../simulation/index.ts';
import { verifyLedger } from '../verification/index.ts';
import type { JobAsked } from './job-form.ts';
import type { JobTools } from './jobs.ts';
import { readUploaded } from './uploaded-pack.ts';

type Simulation = Extract<JobAsked, { readonly type: 'simulate' }>;

/** Tells at once what could not be run. @throws NotSimulable */
export async function checkJob(place: LedgerPlace, asked: JobAsked): Promise<void> {
  if (asked.type !== 'simulate') return;
  const { region, period } = asked;
  await checkSimulation({ place, region, period, changes: await changesIn(asked) });
}

/** Runs a job to its end. @returns its report. @throws what ended it, the signal's abort included. */
export async function runJob(
  place: LedgerPlace,
  asked: JobAsked,
  { signal, progress, resume }: JobTools,
): Promise<unknown> {
  if (asked.type === 'simulate') {
    const { region, period } = asked;
    return simulateLedger({ place, region, period, changes: await changesIn(asked), signal, progress });
  }
  const keys = (await new KeyFolder(join(place.folder, 'keys')).verifiers()).map(({ text }) => text);
  const told = (position: bigint, upTo: bigint): void => {
    progress(Number(position), Number(upTo));
  };
  return verifyLedger({ place, keys, resume, signal, progress: told });
}

async function changesIn({ region, rows, parameters, pack }: Simulation): Promise<Changes> {
  if (pack === undefined) return { rows, parameters };
  if ((await Policies.load()).of(region) === undefined) {
    throw new NotSimulable(`There are no rules for the region ${region}.`);
  }
  const loaded = await readUploaded(region, pack);
  return { pack: { pack: loaded.pack, hash: loaded.hash }, rows, parameters };
}
