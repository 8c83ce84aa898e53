import type { Command } from 'commander';
import { whole } from './numbers.ts';
import { addPlaceOptions, chartFileIn, chartOption, placeIn, type PlaceTexts } from './place-options.ts';

interface ServeTexts extends PlaceTexts {
  readonly host: string;
  readonly port: number;
  readonly sealEvery: number;
  readonly chart?: string;
}

/** Adds `gongji serve`. @param done gets the exit status. */
export function addServeCommand(program: Command, done: (status: number) => void): void {
  addPlaceOptions(program.command('serve'))
    .description('启动服务 · serve the ledger over HTTP; without data of its own, on the sample')
    .option('--host <address>', 'address to listen on', '127.0.0.1')
    .option('--port <number>', 'port to listen on', whole(0, 65_535), 8080)
    .option('--seal-every <minutes>', 'seal so often with the key in the store folder; 0: never', whole(0, 44_640), 0)
    .addOption(chartOption())
    .action(async ({ host, port, sealEvery, chart, ...place }: ServeTexts) => {
      const { serve } = await import('./commands/serve.ts');
      const about = { place: placeIn(place), host, port, sealEveryMinutes: sealEvery };
      done(await serve({ ...about, chart: chartFileIn({ chart }) }));
    });
}
