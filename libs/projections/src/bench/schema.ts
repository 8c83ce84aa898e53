import pg from 'pg';

/**
 * Gives a schema of its own in a PostgreSQL database to whoever measures there; it is dropped afterwards.
 *
 * @param address of the database; its user may make schemas.
 * @param name a plain identifier, of no schema that is there.
 * @param use is given the address at which the schema is the current one.
 */
export async function inEmptySchema<T>(
  address: string,
  name: string,
  use: (address: string) => Promise<T>,
): Promise<T> {
  const client = new pg.Client({ connectionString: address });
  await client.connect();
  try {
    await client.query(`create schema ${name}`);
    try {
      return await use(within(address, name));
    } finally {
      await client.query(`drop schema ${name} cascade`);
    }
  } finally {
    await client.end();
  }
}

function within(address: string, schema: string): string {
  const url = new URL(address);
  const options = url.searchParams.get('options') ?? '';
  url.searchParams.set('options', `${options} -c search_path=${schema}`.trim());
  url.search = url.searchParams.toString().replaceAll('+', '%20'); // the driver reads a plus as a plus
  return url.href;
}
