import { createRequire } from 'node:module';

/** The program's version, as the package says it. */
export const { version: VERSION } = createRequire(import.meta.url)('../package.json') as { readonly version: string };
