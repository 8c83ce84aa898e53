import { createReadStream, existsSync } from 'node:fs';
import { readdir, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { holdsEmbeddedStore, openLedger, openObservability, startService, type LedgerPlace } from '@gongji/api';
import { runCommands } from '@gongji/application';
import { SingleBar } from 'cli-progress';

export interface ServeOptions {
  readonly place: LedgerPlace;
  readonly host: string;
  readonly port: number;
  /** Minutes between two seals; 0: none are set. */
  readonly sealEveryMinutes?: number;
  /** File of the agency's own chart of accounts. */
  readonly chart?: string | undefined;
}

/** The sample command files that travel with the program: one a region. */
const SAMPLES = fileURLToPath(new URL('../../../../samples', import.meta.url));

/** Written beside a sample ledger once every file is in it. */
const LOADED = 'sample-loaded';

/**
 * `gongji serve`: serves a ledger. Where it would be in a folder that holds none yet, the sample data are loaded into a folder of their own
 * beside it and served instead; real data and sample data never meet.
 */
export async function serve(options: ServeOptions): Promise<number> {
  const isReal = options.place.url !== undefined || holdsEmbeddedStore(options.place.folder);
  const place = isReal ? options.place : { folder: `${options.place.folder}-sample` };
  if (!isReal) await loadSamples(place.folder);
  const { host, port, sealEveryMinutes = 0, chart } = options;
  const observability = await openObservability('warn');
  const service = await startService({ place, host, port, progress: say, sealEveryMinutes, chart, observability });
  say(isReal ? greeting(service.url) : `${greeting(service.url)}${things(service.url)}`);
  await new Promise<void>((resolve) => {
    process.once('SIGINT', resolve);
    process.once('SIGTERM', resolve);
  });
  await service.close();
  return 0;
}

function say(message: string): void {
  process.stderr.write(`${message}\n`);
}

function greeting(url: string): string {
  return `共济账本已启动 · the ledger listens at ${url}`;
}

/** Three things to try on the sample. */
function things(url: string): string {
  return [
    '',
    '试一试 · three things to try:',
    `  一个人 · a person:          ${url}/regions/zibo/persons/zb-001`,
    `  一笔账 · an account:        ${url}/regions/zibo/persons/zb-001/statement`,
    `  一年的基金 · a year's fund: ${url}/regions/zibo/fund?from=2023-01-01&to=2023-12-31`,
    `  接口 · the interface:       ${url}/docs`,
  ].join('\n');
}

/** Loads every sample file that is not in the folder yet. Interrupted, it goes on at the next start: a command is done once. */
async function loadSamples(folder: string): Promise<void> {
  if (existsSync(join(folder, LOADED))) return;
  const files = (await readdir(SAMPLES)).filter((name) => /^[a-z]+\.ndjson$/.test(name)).sort();
  const sizes = await Promise.all(files.map(async (name) => (await stat(join(SAMPLES, name))).size));
  const bar = new SingleBar({
    format: '示例数据 · sample data |{bar}| {percentage}% {file}',
    stream: process.stderr,
    noTTYOutput: true, // a log would show nothing for a quarter of a minute
  });
  bar.start(
    sizes.reduce((sum, size) => sum + size, 0),
    0,
    { file: '' },
  );
  const open = await openLedger({ folder });
  try {
    for (const file of files) {
      const chunks = counted(createReadStream(join(SAMPLES, file)), (bytes) => {
        bar.increment(bytes, { file });
      });
      await runCommands(chunks, open.ledger, () => undefined);
    }
    await open.views.catchUp();
    await writeFile(join(folder, LOADED), `${files.join('\n')}\n`);
  } finally {
    bar.stop();
    await open.close();
  }
}

async function* counted(chunks: AsyncIterable<Uint8Array>, count: (bytes: number) => void): AsyncIterable<Uint8Array> {
  for await (const chunk of chunks) {
    count(chunk.length);
    yield chunk;
  }
}
