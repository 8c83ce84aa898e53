import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { eventstoredb } from '../bench/eventstoredb.ts';
import { history, memory, throughput, type Bench, type Figure } from '../bench/measurements.ts';
import { postgres } from '../bench/postgres.ts';
import { proofs } from '../bench/proofs.ts';
import { FULL, QUICK } from '../bench/sizes.ts';
import { views } from '../bench/views.ts';

const PARTS = {
  throughput: async (setting: Bench) => [await throughput(setting)],
  history,
  views,
  postgres,
  proofs,
  eventstoredb,
  memory: async (setting: Bench) => [await memory(setting)],
} satisfies { readonly [part: string]: (setting: Bench) => Promise<readonly Figure[]> };

export interface BenchOptions {
  /** Small sizes: done in a minute or two, and rough. */
  readonly quick?: boolean;
  /** The figures as JSON on standard output. */
  readonly json?: boolean;
  /** Events of the long log, where others are wanted than the size has. */
  readonly events?: number;
  /** One part alone. */
  readonly only?: string;
  /** On the disk to be measured. */
  readonly folder: string;
}

/** `gongji bench`: measures the ledger on this machine, as ratios; progress goes to standard error. It judges nothing. */
export async function bench({ quick, json, only, events, folder }: BenchOptions): Promise<number> {
  const parts = only === undefined ? Object.keys(PARTS) : [only];
  const unknown = parts.find((part) => !(part in PARTS));
  if (unknown !== undefined) {
    process.stderr.write(`gongji: there is no part ${unknown}; there are ${Object.keys(PARTS).join(', ')}\n`);
    return 2;
  }
  const size = quick === true ? QUICK : FULL;
  const sizes = events === undefined ? size : { ...size, views: { events }, proofs: { ...size.proofs, events } };
  await mkdir(folder, { recursive: true });
  const place = await mkdtemp(join(folder, 'bench-'));
  const say = (message: string): void => {
    process.stderr.write(`${message}\n`);
  };
  try {
    const figures: Figure[] = [];
    for (const part of parts as (keyof typeof PARTS)[]) {
      const own = join(place, part);
      await mkdir(own);
      figures.push(...(await PARTS[part]({ folder: own, sizes, say })));
      await rm(own, { recursive: true });
    }
    process.stdout.write(json === true ? `${JSON.stringify(figures, null, 2)}\n` : table(figures));
    return 0;
  } finally {
    await rm(place, { recursive: true, force: true });
  }
}

function table(figures: readonly Figure[]): string {
  const rows = [
    ['figure', 'by the clock', 'by the processor', 'target'],
    ...figures.map(({ name, ratio, byProcessor, target }) => {
      return [name, ratio.toFixed(2), byProcessor?.toFixed(2) ?? '', target];
    }),
  ];
  const widths = (rows[0] as string[]).map((_, column) =>
    Math.max(...rows.map((row) => (row[column] as string).length)),
  );
  return rows
    .map(
      (row) =>
        `${row
          .map((cell, at) => cell.padEnd(widths[at] as number))
          .join('  ')
          .trimEnd()}\n`,
    )
    .join('');
}
