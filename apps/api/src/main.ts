import { setUpEngine } from './engine.ts';
import { placeOf } from './ledger-place.ts';
import { Observability } from './observability/observability.ts';
import { observabilitySettings } from './observability/settings.ts';
import { startService } from './service.ts';
import { setting, wholeSetting } from './setting.ts';

setUpEngine();

/** Settings come from the environment; what is not set has the default that is safe on one machine. */
const host = process.env.GONGJI_HOST ?? '127.0.0.1';

/** Before there is a log, and for whoever starts the service by hand. */
const say = (message: string): void => {
  process.stderr.write(`gongji: ${message}\n`);
};

/** While the ledger is being opened, there is nothing to close; a container's first process gets no signal that it does not ask for. */
let stop = (): void => {
  process.exit(1);
};
for (const signal of ['SIGTERM', 'SIGINT'] as const) {
  process.once(signal, () => {
    stop();
  });
}

try {
  const place = placeOf(setting('GONGJI_FOLDER'), setting('EVENTSTORE_URL'), setting('GONGJI_VIEWS'));
  const port = wholeSetting('GONGJI_PORT', { otherwise: 8080, most: 65_535 });
  const sealEveryMinutes = wholeSetting('GONGJI_SEAL_EVERY', { otherwise: 0, most: 44_640 });
  const chart = setting('GONGJI_CHART');
  const observability = await Observability.open(observabilitySettings(process.env));
  const { log } = observability;
  process.once('uncaughtException', (error) => {
    log.fatal({ err: error }, 'A defect ended the service.');
    process.exit(1);
  });
  const service = await startService({ place, host, port, sealEveryMinutes, chart, observability });
  log.info({ url: service.url, folder: place.folder }, 'listening');
  stop = (): void => {
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
} catch (error) {
  say(error instanceof Error ? error.message : String(error));
  process.exitCode = 1;
}
