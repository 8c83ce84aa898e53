import type { Offers } from '@gongji/core';
import type { Observability } from './observability/observability.ts';
import { observabilitySettings, type LogLevel } from './observability/settings.ts';
import type { Service, ServiceOptions } from './service.ts';

export { CannotListen } from './http/cannot-listen.ts';
export { holdsEmbeddedStore, placeOf, type LedgerPlace } from './ledger-place.ts';
export type { Observability } from './observability/observability.ts';
export { openLedger, type OpenLedger, type OpenLedgerOptions, type Watching } from './open-ledger.ts';
export { openStore, type StoreOptions } from './open-store.ts';
export type { Service, ServiceOptions } from './service.ts';
export { setting, WrongSetting } from './setting.ts';
export { VERSION } from './version.ts';

/** `startService` of service.ts, with the framework loaded when it is called: who only opens a ledger starts at once. */
export async function startService(options: ServiceOptions): Promise<Service> {
  const service = await import('./service.ts');
  return service.startService(options);
}

/** What the environment's settings want to be seen of a service. @throws Error naming a setting that is wrong. */
export async function openObservability(logLevel?: LogLevel): Promise<Observability> {
  const settings = observabilitySettings(process.env, logLevel);
  const observability = await import('./observability/observability.ts');
  return observability.Observability.open(settings);
}

/** What the service offers to serve articles of a document, by the kind of service. */
export async function offers(): Promise<Offers> {
  const { CONTROLLERS } = await import('./app.module.ts');
  const { offersOf } = await import('./policies/offers.ts');
  return offersOf(CONTROLLERS);
}
