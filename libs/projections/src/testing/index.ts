export { PostgresServer } from '../bench/postgres-server.ts';
