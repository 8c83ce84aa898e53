import { Ajv } from 'ajv';
import type { Body, Client } from './service.ts';

interface Documented {
  readonly paths: {
    readonly [path: string]: { readonly get: { readonly responses: { readonly [status: string]: Response } } };
  };
  readonly components: object;
}

interface Response {
  readonly content?: { readonly 'application/json'?: { readonly schema: object } };
}

/** What is wrong with an answer by the interface's own description; nothing where it fits. */
export async function deviations(client: Client, path: string, body: Body): Promise<readonly unknown[]> {
  const { paths, components } = (await client.get('/openapi.json')).body as unknown as Documented;
  const schema = paths[path]?.get.responses['200']?.content?.['application/json']?.schema;
  if (schema === undefined) return [`no schema for ${path}`];
  const ajv = new Ajv({ strict: false, allErrors: true });
  const fits = ajv.compile({ ...schema, components });
  return fits(body) ? [] : (fits.errors ?? []);
}
