import type { Service, ServiceOptions } from './service.ts';

export { holdsEmbeddedStore, openLedger, placeOf, type LedgerPlace, type OpenLedger } from './open-ledger.ts';
export type { Service, ServiceOptions } from './service.ts';

/** `startService` of service.ts, with the framework loaded when it is called: who only opens a ledger starts at once. */
export async function startService(options: ServiceOptions): Promise<Service> {
  const service = await import('./service.ts');
  return service.startService(options);
}
