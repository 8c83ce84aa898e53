import { createHash } from 'node:crypto';
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, jest, test } from '@jest/globals';
import { canonical, type Json } from '@gongji/core';
import { checkProof, newSigner, ProofRefused, readVerifier, type Verifier } from '@gongji/proof';
import fc from 'fast-check';
import { gongji, rowsOf, SealedLedger, tamper, type EventRow } from './testing/sealed-ledger.ts';

jest.setTimeout(120_000);

interface Tree {
  [name: string]: Json;
}

let ledger: SealedLedger;
let keys: readonly Verifier[];
let rows: readonly EventRow[];

beforeAll(async () => {
  ledger = await SealedLedger.make();
  keys = [readVerifier(readFileSync(ledger.key, 'utf8'))];
  rows = tamper(ledger.original, 'events.db', rowsOf);
});

afterAll(() => {
  ledger.remove();
});

async function proof(...args: readonly string[]): Promise<string> {
  const { status, out } = await gongji('prove', ...args, '--store', ledger.original);
  if (status !== 0) throw new Error(`prove ended with ${String(status)}`);
  return out;
}

function personOf({ name }: EventRow): string {
  return name.slice('insured-zibo.'.length);
}

function visitOf({ data }: EventRow): string {
  return (JSON.parse(data) as { visitId: string }).visitId;
}

function settledVisits(): readonly EventRow[] {
  return rows.filter(({ type }) => type === 'VisitSettled');
}

function refusal(text: string, known = keys): string {
  try {
    checkProof(text, known);
  } catch (error) {
    if (error instanceof ProofRefused) return error.message;
    throw error;
  }
  throw new Error(`a false proof holds: ${text.slice(0, 200)}`);
}

/** A proof with its content changed and a digest that fits again, as a forger would make it. */
function forged(text: string, change: (content: Tree) => void): string {
  const { digest: _, ...content } = JSON.parse(text) as Tree;
  change(content);
  const digest = createHash('sha256').update(canonical(content)).digest('hex');
  return `${canonical({ ...content, digest })}\n`;
}

/** Every value in a JSON tree that is no object or list, by its path. */
function leavesOf(value: Json, path: readonly string[] = []): readonly (readonly string[])[] {
  if (typeof value !== 'object' || value === null) return [path];
  return Object.entries(value).flatMap(([name, member]) => leavesOf(member as Json, [...path, name]));
}

function changeLeaf(content: Tree, path: readonly string[]): void {
  const parent = path.slice(0, -1).reduce((tree, name) => tree[name] as Tree, content);
  const name = path.at(-1) as string;
  const value = parent[name];
  if (typeof value === 'number') parent[name] = value + 1;
  else if (typeof value === 'string')
    parent[name] = value.endsWith('0') ? `${value.slice(0, -1)}1` : `${value.slice(0, -1)}0`;
  else parent[name] = typeof value === 'boolean' ? !value : 'something';
}

describe('a settlement is proven', () => {
  test('each of the ledger, in less than 8 KiB, by the public key alone', async () => {
    for (const row of settledVisits()) {
      const text = await proof('settlement', 'zibo', personOf(row), visitOf(row));
      // A tree of a million events has paths of twenty hashes, 47 bytes each.
      expect(Buffer.byteLength(text) + 20 * 47).toBeLessThan(8192);
      expect(checkProof(text, keys)).toMatchObject({
        kind: 'settlement',
        stream: row.name,
        number: row.position,
        data: JSON.parse(row.data) as object,
      });
    }
  });

  test('from a file, in words', async () => {
    const row = settledVisits()[0]!;
    const file = ledger.file('settlement.proof');
    expect(
      await gongji(
        'prove',
        'settlement',
        'zibo',
        personOf(row),
        visitOf(row),
        '--store',
        ledger.original,
        '--out',
        file,
      ),
    ).toEqual({ status: 0, out: '' });
    const { status, out } = await gongji('check-proof', file, '--key', ledger.key);
    expect(status).toBe(0);
    expect(out).toContain(`settlement of ${visitOf(row)}`);
    writeFileSync(file, readFileSync(file, 'utf8').replace('"pooled":"', '"pooled":"9'));
    const refused = await gongji('check-proof', file, '--key', ledger.key);
    expect(refused.status).toBe(1);
    expect(refused.out).toContain('refused: The digest does not fit');
  });

  test('in the log of a service that seals no tree beside it, too', async () => {
    const row = settledVisits()[0]!;
    const folder = ledger.copy();
    rmSync(`${folder}/tree`, { recursive: true });
    const { out } = await gongji('prove', 'settlement', 'zibo', personOf(row), visitOf(row), '--store', folder);
    expect(out).toBe(await proof('settlement', 'zibo', personOf(row), visitOf(row)));
  });
});

test('an event of any stream is proven', async () => {
  for (const at of [1, 2, Math.floor(rows.length / 2), rows.length - 1]) {
    const row = rows.find(({ position }) => position === at)!;
    expect(checkProof(await proof('event', String(at)), keys)).toMatchObject({
      kind: 'event',
      stream: row.name,
      number: at,
    });
  }
});

describe('what cannot be proven is said so', () => {
  test.each<readonly [title: string, args: readonly string[]]>([
    ['a visit that was never settled', ['settlement', 'zibo', 'zb-001', 'never']],
    ['an event beyond the log', ['event', '999999']],
    ['an event that is not sealed yet: the seal itself', ['event', 'head']],
    ['no position', ['event', 'x']],
    ['somebody unknown', ['balance', 'zibo', 'nobody']],
    ['no date', ['balance', 'zibo', 'zb-001', '--as-of', 'yesterday']],
    ['a position that is not sealed', ['balance', 'zibo', 'zb-001', '--known-at', '999999']],
    ['a region without a seal', ['balance', 'chongqing', 'zb-001']],
  ])('%s', async (_title, args) => {
    const given = args.map((arg) => (arg === 'head' ? String(rows.at(-1)!.position) : arg));
    expect(await gongji('prove', ...given, '--store', ledger.original)).toEqual({ status: 2, out: '' });
  });
});

describe('a balance is proven', () => {
  const DAYS = ['2023-01-31', '2023-06-30', '2023-12-31', '2024-01-15', '2024-06-30', undefined];

  interface Asked {
    readonly personId: string;
    readonly asOf?: string;
    readonly knownAt: string;
  }

  function questions(): readonly Asked[] {
    const persons = [...new Set(rows.filter(({ type }) => type === 'InsuredEnrolled').map(personOf))];
    const known = [0.4, 0.7, 0.95].map((part) => String(Math.floor(rows.length * part)));
    return persons.flatMap((personId) =>
      DAYS.flatMap((asOf) => known.map((knownAt) => ({ personId, knownAt, ...(asOf === undefined ? {} : { asOf }) }))),
    );
  }

  test('as GetPerson answers, for any day and as known at any position, from a carry-over or the enrolment', async () => {
    const asked = questions();
    const file = ledger.file('questions.ndjson');
    const lines = asked.map((question, at) =>
      canonical({ commandId: `q-${String(at)}`, type: 'GetPerson', region: 'zibo', ...question }),
    );
    writeFileSync(file, `${lines.join('\n')}\n`);
    const { out } = await gongji('run', file, '--store', ledger.copy());
    const answers = out
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as { ok: boolean; result: { balance: string } });
    let [proven, carriedOver, closed] = [0, 0, 0];
    for (const [at, { personId, asOf, knownAt }] of asked.entries()) {
      const then = asOf === undefined ? [] : ['--as-of', asOf];
      const args = ['balance', 'zibo', personId, '--known-at', knownAt, ...then];
      if (!answers[at]!.ok) {
        expect((await gongji('prove', ...args, '--store', ledger.original)).status).toBe(2);
        continue;
      }
      for (const more of [[], ['--whole']]) {
        const shown = checkProof(await proof(...args, ...more), keys);
        if (shown.kind !== 'balance') throw new Error('no balance');
        expect(shown).toMatchObject({
          personId,
          asOf: asOf ?? null,
          knownAt: Number(knownAt),
          balance: answers[at]!.result.balance,
        });
        proven += 1;
        carriedOver += shown.from.type === 'YearCarriedOver' ? 1 : 0;
        closed += shown.next === null ? 0 : 1;
      }
    }
    expect(proven).toBeGreaterThan(50);
    expect(carriedOver).toBeGreaterThan(5);
    expect(closed).toBeGreaterThan(50);
  });
});

describe('a proof with any byte changed is refused', () => {
  test('every byte of a settlement’s, and bytes left out and put in', async () => {
    const row = settledVisits()[0]!;
    const bytes = Buffer.from(await proof('settlement', 'zibo', personOf(row), visitOf(row)), 'utf8');
    for (let at = 0; at < bytes.length; at += 1) {
      const changed = Buffer.from(bytes);
      changed[at] = (changed[at] as number) ^ (1 << (at % 8));
      refusal(changed.toString('utf8'));
      refusal(Buffer.concat([bytes.subarray(0, at), bytes.subarray(at + 1)]).toString('utf8'));
      refusal(Buffer.concat([bytes.subarray(0, at), Buffer.from(' '), bytes.subarray(at)]).toString('utf8'));
    }
  });

  test('a sample of bytes of a balance’s, changed in any way', async () => {
    const bytes = Buffer.from(await proof('balance', 'zibo', 'zb-001', '--as-of', '2024-06-30'), 'utf8');
    const anywhere = fc.property(fc.nat(bytes.length - 1), fc.integer({ min: 1, max: 255 }), (at, flip) => {
      const changed = Buffer.from(bytes);
      changed[at] = (changed[at] as number) ^ flip;
      refusal(changed.toString('utf8'));
    });
    fc.assert(anywhere, { seed: 1, numRuns: 500 });
  });
});

describe('a forger who makes the digest anew does not get through', () => {
  const args = ['balance', 'zibo', 'zb-001', '--as-of', '2024-06-30', '--known-at', 'sealed'];

  function balanceProof(): Promise<string> {
    const { position } = rows.filter(({ name }) => name === 'insured-zibo.zb-001').at(-3)!;
    return proof(...args.map((arg) => (arg === 'sealed' ? String(position) : arg)));
  }

  test('every field of a settlement', async () => {
    const row = settledVisits()[0]!;
    const text = await proof('settlement', 'zibo', personOf(row), visitOf(row));
    const { digest: _, ...content } = JSON.parse(text) as Tree;
    for (const path of leavesOf(content)) refusal(forged(text, (tree) => changeLeaf(tree, path)));
  });

  test('every field of a balance, its day and the number of known events apart, which may say something else that is true', async () => {
    const text = await balanceProof();
    const { digest: _, ...content } = JSON.parse(text) as Tree;
    for (const path of leavesOf(content)) {
      if (path[0] === 'claim' && path[1] !== 'balance') continue;
      refusal(forged(text, (tree) => changeLeaf(tree, path)));
    }
  });

  test.each<readonly [title: string, change: (content: Tree) => void, says: string]>([
    ['an event cut out', ({ events }) => (events as unknown as Json[]).splice(2, 1), 'After revision'],
    ['the last event left off', ({ events }) => (events as unknown as Json[]).pop(), 'not in the sealed log'],
    ['the first event left off', ({ events }) => (events as unknown as Json[]).shift(), 'begin neither with'],
    ['all events left off', ({ events }) => (events as unknown as Json[]).splice(0), 'no event'],
    ['two events swapped', ({ events }) => (events as unknown as Json[]).reverse(), 'After revision'],
    ['more known than is shown', (tree) => ((tree.claim as Tree).knownAt = 1_000_000), 'does not reach'],
    ['less known than is shown', (tree) => ((tree.claim as Tree).knownAt = 1), 'not known yet'],
    [
      'a known event said to be unknown',
      (tree) => ((tree.claim as Tree).knownAt = Number(((tree.next as Tree).place as Tree).index) + 1),
      'was known and is not counted',
    ],
    ['another balance', (tree) => ((tree.claim as Tree).balance = '1000000.00'), 'the events make'],
    ['a field more', (tree) => (tree.more = 'x'), 'malformed'],
    ['another kind', (tree) => (tree.kind = 'settlement'), 'malformed'],
    ['a kind that is none', (tree) => (tree.kind = 'other'), 'unknown kind'],
    ['another form', (tree) => (tree.format = 'gongji-proof/2'), 'no proof of the form'],
  ])('%s', async (_title, change, says) => {
    expect(refusal(forged(await balanceProof(), change))).toContain(says);
  });

  test('the day before the carry-over from which it begins', async () => {
    const text = await balanceProof();
    expect(refusal(forged(text, (tree) => ((tree.claim as Tree).asOf = '2001-01-01')))).toContain('after the day');
  });

  test('under a key of the same name that is not the one that is believed', async () => {
    const text = await balanceProof();
    expect(refusal(text, [newSigner('zibo.example/ledger').verifier])).toContain('not known');
    expect(refusal(text, [])).toContain('not known');
  });

  test.each(['', '\n', '[]\n', 'null\n', '{}\n', '{"digest":"x"}\n', 'x'])('no proof at all: %j', (text) => {
    refusal(text);
  });

  test('nested beyond measure', () => {
    refusal(`${'['.repeat(100_000)}${']'.repeat(100_000)}\n`);
  });
});
