export { openLedger, type OpenLedger } from './open-ledger.ts';
export { startService, type Service, type ServiceOptions } from './service.ts';
