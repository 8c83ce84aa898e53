import { placeOf } from './open-ledger.ts';
import { startService } from './service.ts';

/** Settings come from the environment; what is not set has the default that is safe on one machine. */
const place = placeOf(process.env.GONGJI_FOLDER, process.env.EVENTSTORE_URL);
const host = process.env.GONGJI_HOST ?? '127.0.0.1';
const port = Number(process.env.GONGJI_PORT ?? '8080');

const say = (message: string): void => {
  process.stderr.write(`gongji: ${message}\n`);
};

try {
  const service = await startService({ place, host, port, progress: say });
  say(`listening on ${service.url}, ledger in ${place.folder}`);
  const stop = (): void => {
    say('stopping');
    service.close().then(
      () => {
        say('stopped');
      },
      (error: unknown) => {
        say(String(error));
        process.exitCode = 1;
      },
    );
  };
  process.once('SIGTERM', stop);
  process.once('SIGINT', stop);
} catch (error) {
  say(error instanceof Error ? error.message : String(error));
  process.exitCode = 1;
}
