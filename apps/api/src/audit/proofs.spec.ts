import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { runCommands } from '@gongji/application';
import { checkProof, KeyFolder, readVerifier, sealLedger, TreeFiles, type Verifier } from '@gongji/proof';
import { EXAMPLE, EXAMPLE_FILE } from '../documentation/example.ts';
import { openLedger } from '../open-ledger.ts';
import { startService } from '../service.ts';
import { Client } from '../testing/service.ts';

const { region, personId } = EXAMPLE;

let client: Client;
let key: Verifier;

/** A folder with the example under a seal, and a service on it. */
beforeAll(async () => {
  const folder = await mkdtemp(join(tmpdir(), 'gongji-proofs-'));
  const open = await openLedger({ folder });
  await runCommands(Readable.from([Buffer.from(EXAMPLE_FILE)]), open.ledger, () => undefined);
  const keys = new KeyFolder(join(folder, 'keys'));
  key = readVerifier((await keys.rotate('example/ledger')).text);
  const tree = new TreeFiles(join(folder, 'tree'));
  await sealLedger({ ...open, tree, signer: await keys.signer(), regions: [region], clock: () => new Date() });
  tree.close();
  await open.close();
  client = new Client(await startService({ place: { folder }, port: 0 }), folder);
});

afterAll(() => client.end());

describe('a proof over HTTP, checked with the public key alone', () => {
  it.each([
    [`persons/${personId}/settlements/example-visit-1/proof`, { kind: 'settlement', type: 'VisitSettled' }],
    ['events/1/proof', { kind: 'event', number: 1 }],
    [`persons/${personId}/balance-proof?asOf=2023-12-31`, { kind: 'balance', personId, asOf: '2023-12-31' }],
  ])('%s', async (path, proven) => {
    const { status, body } = await client.get(`/regions/${region}/${path}`);
    expect(status).toBe(200);
    expect(checkProof(`${JSON.stringify(body)}\n`, [key])).toMatchObject(proven);
  });

  it.each([
    [`/regions/${region}/events/0/proof`, 422, 'not-provable'],
    [`/regions/${region}/events/99999/proof`, 422, 'not-provable'],
    ['/regions/zibo/events/1/proof', 422, 'not-provable'],
    [`/regions/${region}/events/first/proof`, 400, 'invalid-query'],
  ])('%s is refused', async (path, status, code) => {
    expect(await client.get(path)).toMatchObject({ status, body: { code } });
  });
});
