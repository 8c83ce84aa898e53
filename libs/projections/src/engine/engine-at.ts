import type { Engine } from './engine.ts';
import { sqliteEngine } from './sqlite.ts';

/**
 * The engine that a place names.
 *
 * @param place a folder, for SQLite; "postgres://…" or "postgresql://…" for PostgreSQL, whose driver is loaded only then.
 */
export async function engineAt(place: string): Promise<Engine> {
  if (!isAddress(place)) return sqliteEngine(place);
  const { postgresEngine } = await import('./postgres.ts');
  return postgresEngine(place);
}

/** Whether a place is a PostgreSQL database, not a folder. */
export function isAddress(place: string): boolean {
  return /^postgres(ql)?:/.test(place);
}
