import { join } from 'node:path';
import { KeyFolder, sealOnSchedule, TreeFiles } from '@gongji/proof';
import type { OpenLedger } from './open-ledger.ts';
import type { ServiceOptions } from './service.ts';

/** A schedule under way. */
export interface Sealing {
  /** Resolves when the last seal is set, after the service began to close. */
  readonly ended: Promise<void>;
}

/**
 * Seals the log on a schedule while the service runs; undefined where no schedule was asked for.
 *
 * @throws NoteError when the folder has no key, before the service listens: a schedule that cannot seal is a mistake.
 */
export async function startSealing(
  { store, policies }: OpenLedger,
  { place: { folder }, sealEveryMinutes = 0, progress = () => undefined }: ServiceOptions,
  closing: AbortSignal,
): Promise<Sealing | undefined> {
  if (sealEveryMinutes <= 0) return undefined;
  const signer = await new KeyFolder(join(folder, 'keys')).signer();
  const tree = new TreeFiles(join(folder, 'tree'));
  const options = { store, tree, signer, regions: policies.regions(), clock: () => new Date() };
  const ended = sealOnSchedule(options, sealEveryMinutes, closing, progress).finally(() => {
    tree.close();
  });
  return { ended };
}
