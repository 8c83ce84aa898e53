import { beforeAll, describe, expect, test } from '@jest/globals';
import { DIMENSIONS, Policy, TABLES, type Facts, type PolicyPack, type PolicyTable } from '@gongji/core';
import { loadPacks } from '@gongji/packs';
import { Policies } from './policies.ts';

const REGIONS = ['panzhihua', 'shangrao', 'chongqing', 'baoshan', 'zibo'] as const;

const policies = new Map<string, Policy>();

beforeAll(async () => {
  for (const [region, { pack, hash }] of await loadPacks()) policies.set(region, new Policy(pack, hash));
});

/** Every day on which something of a table may begin or end, the day before and the day after it, and the pack's own ends. */
function boundaryDays(table: PolicyTable, { inForce }: PolicyPack): readonly string[] {
  const last = inForce.until ?? '2999-12-31';
  const named = [inForce.from, last, ...table.rows.flatMap((row) => [row.from ?? [], row.until ?? []].flat())];
  const around = named.flatMap((day) =>
    [-1, 0, 1].map((days) => new Date(Date.parse(`${day}T00:00:00Z`) + days * 86_400_000).toISOString().slice(0, 10)),
  );
  return [...new Set(around)].filter((day) => inForce.from <= day && day <= last);
}

function boundaryAges(table: PolicyTable): readonly number[] {
  const named = table.rows.flatMap((row) =>
    [...String(row.when?.age ?? '').matchAll(/\d+/g)].map(([age]) => Number(age)),
  );
  return [...new Set([0, 150, ...named.flatMap((age) => [age - 1, age, age + 1])])].filter(
    (age) => 0 <= age && age <= 150,
  );
}

function combinations(table: PolicyTable): readonly Facts[] {
  return Object.entries(table.by).reduce<readonly Facts[]>(
    (all, [dimension, named]) => {
      const values = named === 'all' ? DIMENSIONS[dimension as keyof typeof DIMENSIONS] : named;
      return all.flatMap((facts) => values.map((value) => ({ ...facts, [dimension]: value })));
    },
    [{}],
  );
}

function questions(table: PolicyTable, pack: PolicyPack): readonly { facts: Facts; on: string; age: number }[] {
  const [days, ages] = [boundaryDays(table, pack), boundaryAges(table)];
  return combinations(table).flatMap((facts) => days.flatMap((on) => ages.map((age) => ({ facts, on, age }))));
}

/** Whether a row claims a case: written anew from the meaning of a row, without the index that the ledger uses. */
function claims(row: PolicyTable['rows'][number], facts: Facts, age: number, on: string): boolean {
  if (on < (row.from ?? '') || on > (row.until ?? '9999')) return false;
  return Object.entries(row.when ?? {}).every(([name, named]) => {
    if (name !== 'age') return [named].flat().includes((facts as { readonly [name: string]: string })[name] as string);
    const [a, b] = [...String(named).matchAll(/\d+/g)].map(([text]) => Number(text)) as [number, number];
    return String(named).startsWith('>=') ? age >= a : String(named).startsWith('<') ? age < a : a <= age && age <= b;
  });
}

describe.each(REGIONS)('%s, coverage in time', (region) => {
  test('every table has just one answer for every combination, on every boundary day, at every boundary age', () => {
    const { pack } = policies.get(region) as Policy;
    const wrong: string[] = [];
    let asked = 0;
    for (const table of pack.tables) {
      for (const { facts, on, age } of questions(table, pack)) {
        asked += 1;
        const rows = table.rows.filter((row) => claims(row, facts, age, on));
        if (rows.length !== 1)
          wrong.push(`${table.table} ${JSON.stringify({ ...facts, age, on })}: ${String(rows.length)} rows`);
      }
    }
    expect(wrong).toEqual([]);
    expect(asked).toBeGreaterThan(1000);
  });

  test('the answer is that row, with its article', () => {
    const policy = policies.get(region) as Policy;
    const every = { valueOf: (name: string) => (name.startsWith('switch.') ? 'on' : '0.50'), agesOf: () => [0] };
    for (const table of policy.pack.tables) {
      for (const facts of combinations(table)) {
        for (const on of boundaryDays(table, policy.pack)) {
          const all = { ...facts, age: 40 };
          const answer =
            table.unit === 'choice'
              ? policy.word(table.table, all, on, every)
              : policy.number(table.table, all, on, every);
          const row = table.rows.findIndex((one) => claims(one, facts, 40, on));
          expect(answer.row).toBe(`${table.table}/${String(row + 1)}`);
          expect(policy.articleOf(answer.row)).toMatch(new RegExp(`^${policy.pack.document.id} art\\. \\S`));
        }
      }
    }
  });

  test('a word is one of those that the table may answer', () => {
    const { pack } = policies.get(region) as Policy;
    const said = (value: unknown): readonly string[] => {
      if (typeof value === 'string') return [value];
      const { on, off, yes, no } = value as { readonly [word: string]: string | undefined };
      return [on, off, yes, no].flatMap((word) => word ?? []);
    };
    for (const table of pack.tables.filter(({ unit }) => unit === 'choice')) {
      for (const row of table.rows) expect(table.choices).toEqual(expect.arrayContaining([...said(row.value)]));
    }
  });
});

describe('the rule books that the program knows', () => {
  test('are those of the five regions, each with every table that the ledger asks', async () => {
    const known = await Policies.load();
    expect([...known.regions()].sort()).toEqual([...REGIONS].sort());
    for (const region of REGIONS) {
      const names = new Set(known.of(region)?.pack.tables.map(({ table }) => table));
      expect(Object.values(TABLES).filter((name) => !names.has(name))).toEqual([]);
    }
    expect(known.of('atlantis')).toBeUndefined();
    expect(known.of('__proto__')).toBeUndefined();
  });

  test('parameters of the same name admit every suffix that any document asks for', async () => {
    const known = await Policies.load();
    const names = known.parameters.map(({ name }) => name);
    expect(new Set(names).size).toBe(names.length);
    expect(known.parameters.find(({ name }) => name === 'ordinary.rate')?.by).toEqual(
      expect.arrayContaining(['status', 'tier']),
    );
  });
});
