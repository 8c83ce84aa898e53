export { copyLogFile } from './backup.ts';
export { SqliteEventStore, type SqliteOptions } from './sqlite-event-store.ts';
