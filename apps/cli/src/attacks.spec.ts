import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, jest, test } from '@jest/globals';
import { sha256 } from '@gongji/application';
import { seal, type Json } from '@gongji/core';
import type Database from 'libsql';
import { gongji, rowsOf, SealedLedger, tamper, type EventRow } from './testing/sealed-ledger.ts';

jest.setTimeout(120_000);

let ledger: SealedLedger;

beforeAll(async () => {
  ledger = await SealedLedger.make();
});

afterAll(() => {
  ledger.remove();
});

/** The first settled visit that the pooled fund paid for. */
function paidVisit(rows: readonly EventRow[]): EventRow {
  const found = rows.find(({ type, data }) => type === 'VisitSettled' && !data.includes('"pooled":"0.00"'));
  if (found === undefined) throw new Error('the sample has no paid visit');
  return found;
}

function write(database: Database.Database, { position, data, metadata }: EventRow): void {
  database.prepare('UPDATE events SET data = ?, metadata = ? WHERE position = ?').run([data, metadata, position]);
}

/** Changes an event and gives it and all after it in its stream hashes that fit again. */
function rewriteStream(database: Database.Database, from: EventRow, change: (row: EventRow) => EventRow): void {
  const rows = rowsOf(database).filter(({ stream, revision }) => stream === from.stream && revision >= from.revision);
  const ids = database.prepare('SELECT lower(hex(event_id)) AS id FROM events WHERE position = ?');
  let previousHash = (JSON.parse(from.metadata) as { previousHash: string }).previousHash;
  for (const each of rows) {
    const row = each.position === from.position ? change(each) : each;
    const { id } = ids.get([row.position]) as { id: string };
    const eventId = id.replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-');
    const told = JSON.parse(row.metadata) as { [name: string]: Json };
    const metadata = { ...told, hash: undefined, previousHash };
    const { name: stream, type, data } = row;
    const made = seal({ stream, revision: BigInt(row.revision), eventId, type, data, metadata }, sha256);
    write(database, { ...row, metadata: made.metadata });
    previousHash = made.hash;
  }
}

/** Closes gaps in the positions, as somebody would who cuts something out. */
function renumber(database: Database.Database): void {
  for (const [at, { position }] of rowsOf(database).entries()) {
    database.prepare('UPDATE events SET position = ? WHERE position = ?').run([at + 1, position]);
  }
}

describe('verify', () => {
  test('finds nothing in the ledger as it is, for the kept key and checkpoint', async () => {
    const report = await ledger.verified(ledger.original, '--checkpoint', ledger.checkpoint);
    expect(report.problems).toEqual([]);
    expect(report.ok).toBe(true);
    expect(report.events).toBe(report.sealed + 1);
    expect(report.decided).toBeGreaterThan(report.events * 0.8);
  });

  test('with a resume file and more threads finds the same', async () => {
    const whole = await ledger.verified(ledger.original);
    const resume = ledger.file('resume.json');
    const report = await ledger.verified(ledger.original, '--resume', resume, '--workers', '3');
    expect(report).toEqual(whole);
  });
});

test('verify does not pass for checked what a resume file leaves out', async () => {
  const resume = ledger.file('nothing.json');
  const upTo = String((await ledger.verified(ledger.original)).events);
  const keys = [readFileSync(ledger.key, 'utf8').trim()];
  writeFileSync(resume, JSON.stringify({ upTo, keys, parts: [] }));
  const report = await ledger.verified(ledger.original, '--resume', resume);
  expect(report).toMatchObject({ ok: false, events: 0, first: { message: `Of ${upTo} events 0 were checked.` } });
});

describe('verify names what was done to the log', () => {
  test('one byte of one event changed', async () => {
    const folder = ledger.copy();
    const at = tamper(folder, 'events.db', (database) => {
      const visit = paidVisit(rowsOf(database));
      write(database, {
        ...visit,
        data: visit.data.replace(/"pooled":"(\d)/, (_, digit) => `"pooled":"${String((Number(digit) + 1) % 10)}`),
      });
      return visit.position;
    });
    const { first, problems } = await ledger.verified(folder);
    expect(first).toMatchObject({ kind: 'hash', position: String(at), type: 'VisitSettled' });
    const decision = problems.find(({ kind, position }) => kind === 'decision' && position === String(at));
    expect(decision?.differences?.map(({ field }) => field)).toContain('data.pooled');
  });

  test('the end of a region-wide command made unreadable, and what lies behind it is still checked', async () => {
    const folder = ledger.copy();
    const at = tamper(folder, 'events.db', (database) => {
      const rows = rowsOf(database);
      const end = rows.find(({ type }) => type === 'ProcessCompleted');
      if (end === undefined) throw new Error('no region-wide command ended');
      write(database, { ...end, data: end.data.slice(1) });
      return end.position;
    });
    const whole = await ledger.verified(ledger.original);
    const { first, events } = await ledger.verified(folder);
    expect(first).toMatchObject({ kind: 'hash', position: String(at), type: 'ProcessCompleted' });
    expect(first?.message).toContain('The event cannot be read');
    expect(events).toBe(whole.events);
  });

  test('a closed month’s total changed', async () => {
    const folder = ledger.copy();
    const at = tamper(folder, 'events.db', (database) => {
      const closing = rowsOf(database).find(({ type }) => type === 'MonthClosed');
      if (closing === undefined) throw new Error('no month was closed');
      write(database, { ...closing, data: closing.data.replace(/"visits":(\d+)/, '"visits":1$1') });
      return closing.position;
    });
    const { problems } = await ledger.verified(folder);
    const decision = problems.find(({ kind, position }) => kind === 'decision' && position === String(at));
    expect(decision?.differences?.map(({ field }) => field)).toEqual(['data.totals.visits']);
  });

  test('an item of a reconciliation taken out, and its totals made to fit', async () => {
    const folder = ledger.copy();
    const at = tamper(folder, 'events.db', (database) => {
      const recorded = rowsOf(database).find(({ type }) => type === 'ReconciliationRecorded');
      if (recorded === undefined) throw new Error('nothing was reconciled');
      const { items, ledger: ours, ...data } = JSON.parse(recorded.data) as { items: object[]; ledger: object };
      expect(items.length).toBeGreaterThan(1);
      write(database, { ...recorded, data: JSON.stringify({ ...data, items: [], institution: ours, ledger: ours }) });
      return recorded.position;
    });
    const { problems } = await ledger.verified(folder);
    expect(problems.map(({ kind, position }) => `${kind} ${String(position)}`)).toContain(`hash ${String(at)}`);
  });

  test('two events swapped', async () => {
    const folder = ledger.copy();
    const at = tamper(folder, 'events.db', (database) => {
      const rows = rowsOf(database);
      const first = rows.findIndex(
        (row, index) => row.type === 'VisitSettled' && rows[index + 1]?.stream !== row.stream,
      );
      const position = rows[first]!.position;
      for (const [from, to] of [
        [position, -1],
        [position + 1, position],
        [-1, position + 1],
      ]) {
        database.prepare('UPDATE events SET position = ? WHERE position = ?').run([to, from]);
      }
      return position;
    });
    const report = await ledger.verified(folder);
    const seals = report.problems.filter(({ kind }) => kind === 'seal');
    expect(seals[0]).toMatchObject({ position: String(at) });
    expect(seals[0]?.message).toContain(`first at position ${String(at)}`);
  });

  test('the last ten events dropped, the seal among them: the kept checkpoint and the views tell', async () => {
    const folder = ledger.copy();
    tamper(folder, 'events.db', (database) => {
      database.exec('DELETE FROM events WHERE position > (SELECT max(position) FROM events) - 10');
    });
    const report = await ledger.verified(folder, '--checkpoint', ledger.checkpoint);
    expect(report.problems.map(({ kind }) => kind)).toEqual(expect.arrayContaining(['checkpoint', 'view']));
    expect(report.problems.find(({ kind }) => kind === 'checkpoint')?.message).toContain('The log ends after');
  });

  test('a whole stream cut out', async () => {
    const folder = ledger.copy();
    const cut = tamper(folder, 'events.db', (database) => {
      const { stream, position } = rowsOf(database).find(({ name }) => name === 'insured-zibo.zb-003')!;
      database.prepare('DELETE FROM events WHERE stream = ?').run([stream]);
      return position;
    });
    expect((await ledger.verified(folder)).first).toMatchObject({ kind: 'position', position: String(cut) });
  });

  test('a whole stream cut out and the gaps closed', async () => {
    const folder = ledger.copy();
    const cut = tamper(folder, 'events.db', (database) => {
      const { stream, position } = rowsOf(database).find(({ name }) => name === 'insured-zibo.zb-003')!;
      database.prepare('DELETE FROM events WHERE stream = ?').run([stream]);
      renumber(database);
      return position;
    });
    const { problems } = await ledger.verified(folder);
    const found = problems.find(({ kind }) => kind === 'seal');
    expect(found?.message).toContain(`first at position ${String(cut)}`);
    expect(problems.some(({ kind }) => kind === 'result')).toBe(true);
  });

  test('a stream rewritten and its chain recomputed: the decision tells', async () => {
    const folder = ledger.copy();
    const at = tamper(folder, 'events.db', (database) => {
      const visit = paidVisit(rowsOf(database));
      rewriteStream(database, visit, (row) => ({ ...row, data: row.data.replace(/"total":"(\d+)/, '"total":"9$1') }));
      return visit.position;
    });
    const { first } = await ledger.verified(folder);
    expect(first).toMatchObject({ position: String(at) });
    expect(first?.kind).toMatch(/decision|seal/);
  });

  test('a payment to an institution that the visits do not bear out, its chain recomputed', async () => {
    const folder = ledger.copy();
    const at = tamper(folder, 'events.db', (database) => {
      const due = ({ type, data }: EventRow): boolean =>
        type === 'PaymentProposed' && !data.includes('"amount":"0.00"');
      const proposed = rowsOf(database).find(due);
      if (proposed === undefined) throw new Error('the sample owes nobody anything');
      rewriteStream(database, proposed, (row) => ({
        ...row,
        data: row.data.replace(/"(amount|settled)":"(\d)/g, '"$1":"9$2'),
      }));
      return proposed.position;
    });
    const { problems } = await ledger.verified(folder);
    const decision = problems.find(({ kind, position }) => kind === 'decision' && position === String(at));
    expect(decision?.differences?.map(({ field }) => field)).toEqual(['data.amount', 'data.settled']);
  });

  test('more money recovered in a case than came back, its chain recomputed', async () => {
    const folder = ledger.copy();
    const at = tamper(folder, 'events.db', (database) => {
      const recovered = rowsOf(database).find(({ type }) => type === 'AmountRecovered') as EventRow;
      rewriteStream(database, recovered, (row) => ({
        ...row,
        data: row.data.replace('"left":"50.00"', '"left":"5.00"'),
      }));
      return recovered.position;
    });
    const { problems } = await ledger.verified(folder);
    const decision = problems.find(({ kind, position }) => kind === 'decision' && position === String(at));
    expect(decision?.differences).toEqual([{ field: 'data.left', expected: '"50.00"', found: '"5.00"' }]);
  });

  test('an actor replaced, which no decision tells, and the chain recomputed: the seal tells where', async () => {
    const folder = ledger.copy();
    const at = tamper(folder, 'events.db', (database) => {
      const visit = paidVisit(rowsOf(database));
      rewriteStream(database, visit, (row) => ({
        ...row,
        metadata: row.metadata.replace('"actor":"operator"', '"actor":"somebody"'),
      }));
      return visit.position;
    });
    const { first } = await ledger.verified(folder);
    expect(first).toMatchObject({ kind: 'seal', position: String(at) });
  });

  test('history rewritten and the seals set anew with the stolen key: the kept checkpoint tells', async () => {
    const folder = ledger.copy();
    tamper(folder, 'events.db', (database) => {
      const visit = paidVisit(rowsOf(database));
      rewriteStream(database, visit, (row) => ({
        ...row,
        metadata: row.metadata.replace('"actor":"operator"', '"actor":"somebody"'),
      }));
      database.exec("DELETE FROM events WHERE type = 'LedgerSealed'");
      renumber(database);
    });
    await gongji('seal', '--store', folder);
    const report = await ledger.verified(folder, '--checkpoint', ledger.checkpoint);
    expect(report.problems.find(({ kind }) => kind === 'checkpoint')).toBeDefined();
  });

  test('the seal stream replaced by one that another key signed', async () => {
    const folder = ledger.copy();
    tamper(folder, 'events.db', (database) => {
      database.exec("DELETE FROM events WHERE type = 'LedgerSealed'");
      renumber(database);
    });
    await gongji('key', 'new', '--store', folder, '--name', 'zibo.example/ledger');
    await gongji('seal', '--store', folder);
    const report = await ledger.verified(folder);
    const found = report.problems.find(({ kind }) => kind === 'seal');
    expect(found?.message).toContain('which is not known');
  });

  test('a further seal signed with another key', async () => {
    const folder = ledger.copy();
    const more = join(folder, 'more.ndjson');
    writeFileSync(
      more,
      '{"commandId":"x","type":"EnrolPerson","region":"zibo","personId":"X","birthDate":"1980-01-01","employment":"on-job","plan":"pooled-and-account","from":"2024-01-01"}\n',
    );
    await gongji('run', more, '--store', folder);
    await gongji('key', 'new', '--store', folder, '--name', 'zibo.example/ledger');
    await gongji('seal', '--store', folder);
    const { problems } = await ledger.verified(folder);
    expect(problems.map(({ kind, type }) => `${kind} ${String(type)}`)).toEqual(['seal LedgerSealed']);
  });

  test('a read model edited', async () => {
    const folder = ledger.copy();
    tamper(folder, 'views.db', (database) => {
      database.exec("UPDATE accounts SET balance_fen = balance_fen + 1 WHERE person_id = 'zb-002'");
    });
    const { problems } = await ledger.verified(folder);
    expect(problems).toHaveLength(1);
    expect(problems[0]).toMatchObject({ kind: 'view' });
    expect(problems[0]?.message).toContain('table accounts, row ["zibo","zb-002"]');
  });
});
