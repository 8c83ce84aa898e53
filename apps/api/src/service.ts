import type { AddressInfo } from 'node:net';
import { NestFactory } from '@nestjs/core';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { AppModule } from './app.module.ts';
import { Documentation } from './documentation/documentation.controller.ts';
import { openApiDocument } from './documentation/openapi.ts';
import { Following } from './following.ts';
import { toCannotListen } from './http/cannot-listen.ts';
import { serverAdapter } from './http/server.ts';
import type { LedgerPlace } from './ledger-place.ts';
import { FrameworkLog } from './observability/log.ts';
import { Observability } from './observability/observability.ts';
import { observabilitySettings } from './observability/settings.ts';
import { openLedger } from './open-ledger.ts';
import { tend } from './tending.ts';
import { startSealing, type Sealing } from './sealing.ts';

export interface ServiceOptions {
  readonly place: LedgerPlace;
  /** Default: the loopback address. The service knows no users yet, so that another one must be asked for. */
  readonly host?: string;
  /** 0 takes any free port. */
  readonly port: number;
  /** How long a question waits for its `minPosition`, in milliseconds; default 5000. */
  readonly positionWaitMs?: number;
  /** How long answers under way may take when the service closes, in milliseconds; default 10000. */
  readonly closingWaitMs?: number;
  /** Minutes between two seals with the key in the folder's `keys`; 0, the default: none are set. */
  readonly sealEveryMinutes?: number;
  /** File of the agency's own chart of accounts. */
  readonly chart?: string | undefined;
  /** Called with a line for the operator; default: the log. */
  readonly progress?: (message: string) => void;
  /** Closed with the service. Default: figures at /metrics, and warnings and errors in the log. */
  readonly observability?: Observability;
}

export interface Service {
  /** Where it listens: "http://127.0.0.1:8080". */
  readonly url: string;
  /** Stops listening, finishes the commands under way, closes views and store. A second call waits for the first. */
  close(): Promise<void>;
}

/**
 * Opens the ledger and serves it over HTTP. The views follow the log in the background.
 *
 * @throws StoreUnavailable when the folder is held by another process; CannotListen when the port is taken.
 */
export async function startService(options: ServiceOptions): Promise<Service> {
  const observability = options.observability ?? (await Observability.open(observabilitySettings({}, 'warn')));
  const { log } = observability;
  const say = (message: string): void => {
    log.info(message);
  };
  const { progress = say } = options;
  const opening = openLedger(options.place, { progress, watching: observability, chart: options.chart });
  const open = await opening.catch(async (error: unknown) => {
    await observability.close();
    throw error;
  });
  const closing = new AbortController();
  const following = new Following(open.views, open.store, log);
  observability.instruments.figures?.watch({
    head: () => open.store.head(),
    checkpoint: () => open.views.checkpoint,
    cache: () => open.ledger.cache(),
  });
  let app: NestFastifyApplication | undefined;
  let sealing: Sealing | undefined;
  const tending = open.store.exclusive ? undefined : tend(open.ledger, closing.signal);
  const shut = async (): Promise<void> => {
    closing.abort();
    await sealing?.ended;
    await tending;
    if (app !== undefined) await closeServer(app, options.closingWaitMs ?? 10_000);
    await open.ledger.idle();
    await following.end();
    await observability.close(); // the last figures need the store
    await open.close();
  };
  try {
    sealing = await startSealing(open, { ...options, progress }, closing.signal);
    const positionWaitMs = options.positionWaitMs ?? 5_000;
    const parts = { open, place: options.place, following, observability, closing: closing.signal, positionWaitMs };
    const adapter = serverAdapter(closing.signal, observability.instruments);
    app = await NestFactory.create<NestFastifyApplication>(AppModule.on(parts), adapter, {
      bodyParser: false,
      logger: new FrameworkLog(log),
      abortOnError: false,
    });
    app.get(Documentation).document = openApiDocument(app);
    const { host = '127.0.0.1', port } = options;
    await app.listen(port, host).catch((error: unknown) => {
      throw toCannotListen(error, host, port);
    });
    let closed: Promise<void> | undefined;
    return { url: urlOf(app), close: () => (closed ??= shut()) };
  } catch (error) {
    await shut();
    throw error;
  }
}

/** Closes the server once it has answered; connections that are still open after the wait are cut. */
async function closeServer(app: NestFastifyApplication, waitMs: number): Promise<void> {
  const server = app.getHttpServer();
  const cut = setTimeout(() => server.closeAllConnections(), waitMs);
  try {
    await app.close();
  } finally {
    clearTimeout(cut);
  }
}

function urlOf(app: NestFastifyApplication): string {
  const { address, family, port } = app.getHttpServer().address() as AddressInfo;
  return `http://${family === 'IPv6' ? `[${address}]` : address}:${String(port)}`;
}
