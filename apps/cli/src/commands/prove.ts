import { writeFile } from 'node:fs/promises';
import { openStore, type LedgerPlace } from '@gongji/api';
import { NotProvable, Prover } from '@gongji/proof';
import { treeFolderOf } from './seal.ts';

export interface ProveOptions {
  readonly place: LedgerPlace;
  /** File for the proof; standard output where none is named. */
  readonly out?: string;
}

export interface ProveBalanceOptions extends ProveOptions {
  readonly asOf?: string;
  readonly knownAt?: string;
  readonly whole?: boolean;
}

/** `gongji prove event`: that an event is in the sealed log. */
export function proveEvent(position: string, options: ProveOptions): Promise<number> {
  return prove(options, (prover) => prover.event(positionIn(position)));
}

/** `gongji prove settlement`: that a visit was settled as it was. */
export function proveSettlement(
  region: string,
  personId: string,
  visitId: string,
  options: ProveOptions,
): Promise<number> {
  return prove(options, (prover) => prover.settlement({ region, personId }, visitId));
}

/** `gongji prove balance`: what a person's account held on a day, as it was known at a position. */
export function proveBalance(region: string, personId: string, options: ProveBalanceOptions): Promise<number> {
  const { asOf, knownAt, whole = false } = options;
  return prove(options, (prover) => {
    if (asOf !== undefined && !/^\d{4}-\d{2}-\d{2}$/.test(asOf)) {
      throw new NotProvable('--as-of must be a date such as 2023-06-30.');
    }
    const then = {
      ...(asOf === undefined ? {} : { asOf }),
      ...(knownAt === undefined ? {} : { knownAt: positionIn(knownAt) }),
    };
    return prover.balance({ region, personId, ...then, whole });
  });
}

/** @returns the exit status: 0, or 2 for what cannot be proven. */
async function prove({ place, out }: ProveOptions, make: (prover: Prover) => Promise<string>): Promise<number> {
  const store = await openStore(place, { readOnly: true });
  try {
    const text = await make(new Prover(store, treeFolderOf(place.folder)));
    if (out === undefined) process.stdout.write(text);
    else await writeFile(out, text);
    return 0;
  } catch (error) {
    if (!(error instanceof NotProvable)) throw error;
    process.stderr.write(`不能证明 · cannot be proven: ${error.message}\n`);
    return 2;
  } finally {
    await store.close();
  }
}

function positionIn(text: string): bigint {
  if (/^[1-9]\d{0,17}$/.test(text)) return BigInt(text);
  throw new NotProvable(`"${text}" is no position of the log.`);
}
