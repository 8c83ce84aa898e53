import { readdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { parse, parseAllDocuments } from 'yaml';
import { wrongEventStoreSettings } from './eventstore-options.ts';
import { at, text } from './files.ts';
import { problemsOf, type Manifest } from './kubernetes-schema.ts';

/* What can be said of the manifests without a cluster. */

const ROOT = 'deploy/kubernetes';
const WAYS = ['embedded', 'eventstoredb'] as const;

interface Kustomization {
  readonly resources: readonly string[];
  readonly images?: readonly { readonly name: string; readonly newTag?: string; readonly digest?: string }[];
}

interface Container {
  readonly name: string;
  readonly image: string;
  readonly env?: readonly { readonly name: string; readonly value?: string }[];
  readonly envFrom?: readonly { readonly configMapRef: { readonly name: string } }[];
  readonly volumeMounts: readonly { readonly name: string; readonly mountPath: string }[];
  readonly ports?: readonly { readonly name: string; readonly containerPort: number }[];
  readonly securityContext: object;
  readonly resources: object;
  readonly startupProbe?: object;
  readonly livenessProbe?: object;
  readonly readinessProbe?: object;
}

interface Pod {
  readonly containers: readonly Container[];
  readonly volumes: readonly { readonly name: string }[];
  readonly securityContext: object;
  readonly automountServiceAccountToken: boolean;
  readonly enableServiceLinks: boolean;
}

function kustomization(folder: string): Kustomization {
  return parse(text(join(ROOT, folder, 'kustomization.yaml'))) as Kustomization;
}

/** Every manifest of a way to run, those that it shares included, by file. */
function manifestsOf(folder: string): readonly (readonly [string, Manifest])[] {
  return kustomization(folder).resources.flatMap((resource) => {
    const path = join(folder, resource);
    if (!path.endsWith('.yaml')) return manifestsOf(path);
    return parseAllDocuments(text(join(ROOT, path))).map((document) => [path, document.toJS() as Manifest] as const);
  });
}

/** The pods that a manifest makes. */
function podOf({ kind, spec }: Manifest): Pod | undefined {
  const path = kind === 'CronJob' ? ['jobTemplate', 'spec', 'template', 'spec'] : ['template', 'spec'];
  return at(spec, ...path) as Pod | undefined;
}

describe.each(WAYS)('the manifests with %s', (way) => {
  const manifests = manifestsOf(way);
  const named = manifests.map(
    ([path, manifest]) => [`${manifest.kind} ${manifest.metadata.name}`, manifest, path] as const,
  );
  const pods = named.flatMap(([name, manifest]) => {
    const pod = podOf(manifest);
    return pod === undefined ? [] : ([[name, pod]] as const);
  });
  const settings = new Map(
    named.filter(([, { kind }]) => kind === 'ConfigMap').map(([, { metadata, data = {} }]) => [metadata.name, data]),
  );
  /** What a container's programs see in their environment. */
  const environmentOf = ({ env = [], envFrom = [] }: Container): Readonly<Record<string, string>> =>
    Object.fromEntries([
      ...env.map(({ name, value = '' }) => [name, value] as const),
      ...envFrom.flatMap(({ configMapRef }) => Object.entries(settings.get(configMapRef.name) ?? {})),
    ]);

  test.each(named)('%s is valid by the schema of its kind, without fields that nobody knows', async (_, manifest) => {
    expect(await problemsOf(manifest)).toEqual([]);
    expect([manifest.kind, manifest.metadata.namespace ?? 'gongji']).toEqual([manifest.kind, 'gongji']);
  });

  test.each(pods)('%s has no rights that it does not need', (_, pod) => {
    expect(pod).toMatchObject({
      automountServiceAccountToken: false,
      enableServiceLinks: false, // variables such as EVENTSTORE_PORT would keep a server from starting
      securityContext: { runAsNonRoot: true, seccompProfile: { type: 'RuntimeDefault' } },
    });
    for (const { securityContext } of pod.containers) {
      expect(securityContext).toEqual({
        allowPrivilegeEscalation: false,
        readOnlyRootFilesystem: true,
        capabilities: { drop: ['ALL'] },
      });
    }
  });

  test.each(pods)('%s says what it needs, and when it is well if it goes on running', (name, { containers }) => {
    for (const { resources, startupProbe, livenessProbe, readinessProbe } of containers) {
      expect(resources).toMatchObject({ requests: { cpu: expect.anything(), memory: expect.anything() }, limits: {} });
      if (name.startsWith('CronJob')) continue;
      expect([startupProbe, livenessProbe, readinessProbe]).toEqual([
        expect.anything(),
        expect.anything(),
        expect.anything(),
      ]);
    }
  });

  test.each(pods)('%s finds every volume and every folder that it is told of', (name, pod) => {
    const claims = named.find(([other]) => other === name)?.[1];
    const templates = (at(claims?.spec, 'volumeClaimTemplates') ?? []) as readonly {
      readonly metadata: { readonly name: string };
    }[];
    const known = [...pod.volumes.map((volume) => volume.name), ...templates.map(({ metadata }) => metadata.name)];
    for (const container of pod.containers) {
      expect(known.sort()).toEqual(container.volumeMounts.map((mount) => mount.name).sort());
      for (const value of Object.values(environmentOf(container))) {
        if (!value.startsWith('/')) continue;
        expect([value, container.volumeMounts.some(({ mountPath }) => value.startsWith(mountPath))]).toEqual([
          value,
          true,
        ]);
      }
    }
  });

  test.each(pods)('%s reads no password from its environment', (_, { containers }) => {
    for (const container of containers) {
      for (const [setting, value] of Object.entries(environmentOf(container))) {
        if (!/PASSWORD|URL|VIEWS|SECRET/.test(setting)) continue;
        expect([setting, value]).toEqual([expect.stringMatching(/_FILE$/), expect.stringMatching(/^\/run\/secrets\//)]);
      }
    }
  });

  test.each(pods)('%s is given options that its server knows', (name, { containers }) => {
    for (const container of containers) {
      if (container.name === 'eventstore') expect(wrongEventStoreSettings(environmentOf(container))).toEqual([]);
    }
    expect(name).not.toContain('Deployment'); // two pods of one name would write to one log
  });

  test('every image is named where it can be pinned by its digest', () => {
    const images = new Set((kustomization(way).images ?? []).map(({ name }) => name));
    expect(new Set(pods.flatMap(([, { containers }]) => containers.map(({ image }) => image)))).toEqual(images);
  });

  test('what runs has a service, a budget of disruptions and a network policy', () => {
    const running = named.filter(([, { kind }]) => kind === 'StatefulSet').map(([, { metadata }]) => metadata.name);
    const of = (kind: string): readonly string[] =>
      named.filter(([, manifest]) => manifest.kind === kind).map(([, { metadata }]) => metadata.name);
    for (const kind of ['Service', 'PodDisruptionBudget', 'NetworkPolicy']) {
      expect(of(kind)).toEqual(expect.arrayContaining(running));
    }
  });

  test('a policy that names a label names one that a pod has', () => {
    const labels = new Set(named.flatMap(([, { kind, spec }]) => namesIn(kind === 'NetworkPolicy' ? {} : spec)));
    for (const [, { kind, spec }] of named) {
      if (kind === 'NetworkPolicy') expect([...labels]).toEqual(expect.arrayContaining([...namesIn(spec)]));
    }
  });
});

test('every file is part of a way to run', () => {
  const used = new Set(WAYS.flatMap((way) => manifestsOf(way).map(([path]) => path)));
  const files = readdirSync(new URL(`../../${ROOT}`, import.meta.url), { recursive: true }) as string[];
  const manifests = files.filter((file) => file.endsWith('.yaml') && !file.endsWith('kustomization.yaml'));
  expect([...used].sort()).toEqual(manifests.sort());
  expect(new Set(manifests.map((file) => dirname(file)))).toEqual(new Set(['service', ...WAYS]));
});

test.each([
  ['an unknown field', { spec: { clusterIP: 'None', port: [] } }, ['/spec/port is not known']],
  ['an unknown field of the whole', { specs: {} }, ['/specs is not known']],
  ['another type', { spec: { publishNotReadyAddresses: 'yes' } }, [expect.stringContaining('boolean')]],
  ['a missing field', { spec: { ports: [{ name: 'https' }] } }, [expect.stringContaining('port')]],
])('%s in a manifest is found', async (_, part, problems) => {
  const service = { apiVersion: 'v1', kind: 'Service', metadata: { name: 'gongji' } };
  expect(await problemsOf({ ...service, ...part })).toEqual(problems);
});

/** The values of app.kubernetes.io/name within a manifest, also where a selector lists several. */
function namesIn(value: unknown): readonly string[] {
  if (Array.isArray(value)) return value.flatMap(namesIn);
  if (typeof value !== 'object' || value === null) return [];
  const { key, values } = value as { readonly key?: string; readonly values?: readonly string[] };
  const listed = key === 'app.kubernetes.io/name' ? (values ?? []) : [];
  const named = Object.entries(value).flatMap(([name, inner]) =>
    name === 'app.kubernetes.io/name' ? [String(inner)] : namesIn(inner),
  );
  return [...listed, ...named];
}
