/**
 * Writes samples/<region>.ndjson, byte for byte the same every time: node samples/generate.mjs [FOLDER]
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { REGIONS } from './generator/regions.mjs';
import { sampleOf } from './generator/sample.mjs';

const folder = process.argv[2] ?? dirname(fileURLToPath(import.meta.url));
mkdirSync(folder, { recursive: true });
for (const region of REGIONS) writeFileSync(join(folder, `${region.region}.ndjson`), sampleOf(region));
