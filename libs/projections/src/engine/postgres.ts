import { Kysely, PostgresDialect, sql, type PostgresPool, type PostgresPoolClient } from 'kysely';
import pg from 'pg';
import type { AnyTables } from '../framework/writer.ts';
import type { Engine } from './engine.ts';
import { toStoreUnavailable } from './postgres-errors.ts';

/** "gong": our part of the space of advisory locks, which a whole database shares. */
const LOCKS = 0x676f6e67;

/** Longer than any question or batch takes. A page of a hash or of a comparison is one statement of the many. */
const QUESTION_MS = 30_000;
const BATCH_MS = 120_000;
const CONNECT_MS = 10_000;

/** Connections for questions of one process; a server takes about a hundred in all. */
const READERS = 8;

/** The type of 64-bit integers. Positions and fen are below 2^53 (framework/amounts.ts). */
const INT8 = 20;

/**
 * The views in a PostgreSQL database: in the schema that its address makes the current one.
 *
 * @param url "postgres://user:password@host:5432/database".
 */
export function postgresEngine(url: string): Engine {
  const session = new Session(url);
  const reading = databaseOf(url, { most: READERS, timeoutMs: QUESTION_MS });
  return {
    reading,
    writing: session.database,
    lead: () => session.lead(),
    stepDown: () => session.stepDown(),
    isPassing,
    close: async () => {
      await reading.destroy();
      await session.database.destroy();
    },
  };
}

/**
 * The one writing connection. Who projects holds an advisory lock on it, so that the lock goes with the connection, however that
 * ends, and what the connection was about to write goes with it too.
 */
class Session {
  readonly database: Kysely<AnyTables>;
  #lead: AbortController | undefined;

  constructor(url: string) {
    const renewed = (): void => {
      this.#lead?.abort();
      this.#lead = undefined;
    };
    this.database = databaseOf(url, { most: 1, timeoutMs: BATCH_MS, renewed });
  }

  async lead(): Promise<AbortSignal | undefined> {
    // Asked of the server: a connection may have been cut without a word. A lock that the connection has is not taken again.
    const { rows } = await sql<{ leads: boolean }>`
      select exists (
        select from pg_locks
        where locktype = 'advisory' and pid = pg_backend_pid() and classid = ${LOCKS}::bigint::oid
      ) or pg_try_advisory_lock(${LOCKS}::integer, hashtext(current_schema())) as leads
    `.execute(this.database);
    if (rows[0]?.leads !== true) return undefined;
    this.#lead ??= new AbortController();
    return this.#lead.signal;
  }

  async stepDown(): Promise<void> {
    if (this.#lead === undefined) return;
    this.#lead = undefined;
    try {
      await sql`select pg_advisory_unlock_all()`.execute(this.database);
    } catch (error) {
      if (!isPassing(error)) throw error; // the lock went with the connection
    }
  }
}

interface Connections {
  readonly most: number;
  readonly timeoutMs: number;
  /** Called when a connection is a new one. */
  readonly renewed?: () => void;
}

function databaseOf(url: string, { most, timeoutMs, renewed }: Connections): Kysely<AnyTables> {
  const pool = new pg.Pool({
    connectionString: withSettings(url, timeoutMs),
    application_name: 'gongji views',
    max: most,
    idleTimeoutMillis: 0,
    connectionTimeoutMillis: CONNECT_MS,
    keepAlive: true,
    // Where not even the server's own limit is heard of, the connection is lost.
    query_timeout: timeoutMs + CONNECT_MS,
    types: TYPES,
  });
  // A lost connection tells whoever uses it next; without a listener it would end the process.
  const ignore = (): void => undefined;
  pool.on('error', ignore);
  pool.on('connect', (client) => {
    client.on('error', ignore);
    renewed?.();
  });
  pool.on('remove', () => renewed?.());
  return new Kysely<AnyTables>({ dialect: new PostgresDialect({ pool: telling(pool) }) });
}

/** The pool as Kysely uses it, which tells what an operator can mend as such. */
function telling(pool: pg.Pool): PostgresPool {
  const connect = async (): Promise<PostgresPoolClient> => {
    const client = await pool.connect();
    const query = async (text: string, values: readonly unknown[]): Promise<unknown> => {
      try {
        return await client.query(text, [...values]);
      } catch (error) {
        throw toStoreUnavailable(error);
      }
    };
    const release = (destroy?: boolean): void => {
      client.release(destroy);
    };
    return { query: query as PostgresPoolClient['query'], release };
  };
  return { connect, end: () => pool.end() };
}

/**
 * The address with what every connection of it is to be: settings travel with the greeting, so that there is no connection without
 * them. A process that vanished without a word must not hold the lead, or a lock, for hours.
 */
function withSettings(url: string, timeoutMs: number): string {
  const settings = {
    statement_timeout: timeoutMs,
    idle_in_transaction_session_timeout: timeoutMs,
    tcp_keepalives_idle: 5,
    tcp_keepalives_interval: 2,
    tcp_keepalives_count: 3,
  };
  const address = new URL(url);
  const options = Object.entries(settings).map(([name, value]) => `-c ${name}=${String(value)}`);
  address.searchParams.set('options', [address.searchParams.get('options') ?? '', ...options].join(' ').trim());
  address.search = address.searchParams.toString().replaceAll('+', '%20'); // the driver reads a plus as a plus
  return address.href;
}

/** How values are read: as the driver does, but for 64-bit integers, which it gives as text. */
const TYPES: pg.CustomTypesConfig = {
  getTypeParser: (type: number, format?: string) =>
    type === INT8 ? Number : (pg.types.getTypeParser as (of: number, as?: string) => unknown)(type, format),
};

/** SQLSTATEs: connection exceptions, shutdown and start, too many connections, serialization, deadlock, a lock not given in time. */
const PASSING_STATES = /^(08...|57P0[1-3]|53300|40001|40P01|55P03|25P03)$/;
const PASSING_CODES = /^(ECONN\w+|EPIPE|ETIMEDOUT|ENOENT|ENOTFOUND|EAI_AGAIN|EHOSTUNREACH)$/;
const PASSING_MESSAGES =
  /Connection terminated|Query read timeout|timeout exceeded when trying to connect|connection error and is not queryable/;

function isPassing(error: unknown): boolean {
  const { code, message } = (error ?? {}) as { readonly code?: unknown; readonly message?: unknown };
  if (typeof code === 'string' && (PASSING_STATES.test(code) || PASSING_CODES.test(code))) return true;
  return typeof message === 'string' && PASSING_MESSAGES.test(message);
}
