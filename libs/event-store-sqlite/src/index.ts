export { SqliteEventStore, type SqliteOptions } from './sqlite-event-store.ts';
