import { placeOf } from './ledger-place.ts';
import { Observability } from './observability/observability.ts';
import { observabilitySettings } from './observability/settings.ts';
import { startService } from './service.ts';
import { setting, WrongSetting } from './setting.ts';

/** Settings come from the environment; what is not set has the default that is safe on one machine. */
const host = process.env.GONGJI_HOST ?? '127.0.0.1';
const port = process.env.GONGJI_PORT ?? '8080';

/** Before there is a log, and for whoever starts the service by hand. */
const say = (message: string): void => {
  process.stderr.write(`gongji: ${message}\n`);
};

try {
  const place = placeOf(setting('GONGJI_FOLDER'), setting('EVENTSTORE_URL'), setting('GONGJI_VIEWS'));
  if (!/^\d{1,5}$/.test(port)) throw new WrongSetting(`GONGJI_PORT must be a port, not ${port}.`);
  const observability = await Observability.open(observabilitySettings(process.env));
  const { log } = observability;
  process.once('uncaughtException', (error) => {
    log.fatal({ err: error }, 'A defect ended the service.');
    process.exit(1);
  });
  const service = await startService({ place, host, port: Number(port), observability });
  log.info({ url: service.url, folder: place.folder }, 'listening');
  const stop = (): void => {
    log.info('stopping');
    service.close().then(
      () => {
        log.info('stopped');
      },
      (error: unknown) => {
        log.error({ err: error }, 'The service did not stop cleanly.');
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
