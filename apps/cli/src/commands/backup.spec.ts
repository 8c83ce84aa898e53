import { describe, expect, it } from '@jest/globals';
import Database from 'libsql';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gongji } from '../testing/sealed-ledger.ts';

const PERSON = { birthDate: '1980-05-01', employment: 'on-job', plan: 'pooled-and-account', from: '2023-01-01' };

function enrolling(personId: string): string {
  return JSON.stringify({ commandId: personId, type: 'EnrolPerson', region: 'zibo', personId, ...PERSON });
}

/** A ledger of three persons in a folder of its own. */
async function withLedger(test: (at: (name: string) => string) => Promise<void>): Promise<void> {
  const root = mkdtempSync(join(tmpdir(), 'gongji-backup-'));
  const at = (name: string): string => join(root, name);
  try {
    writeFileSync(at('commands'), ['P1', 'P2', 'P3'].map(enrolling).join('\n'));
    await gongji('run', at('commands'), '--store', at('ledger'));
    await test(at);
  } finally {
    rmSync(root, { recursive: true, force: true });
  }
}

describe('gongji backup and restore', () => {
  it('bring a ledger back that goes on: what it had done is answered again, what is new is done', () =>
    withLedger(async (at) => {
      const backup = await gongji('backup', at('backup'), '--store', at('ledger'));
      expect(backup.status).toBe(0);
      expect(backup.out).toContain('3 events');
      rmSync(at('ledger'), { recursive: true });
      expect((await gongji('restore', at('backup'), '--store', at('ledger'))).status).toBe(0);
      writeFileSync(at('more'), [enrolling('P3'), enrolling('P4')].join('\n'));
      const { out } = await gongji('run', at('more'), '--store', at('ledger'));
      const answers = out
        .trim()
        .split('\n')
        .map((line) => JSON.parse(line) as { readonly ok: boolean });
      expect(answers.map(({ ok }) => ok)).toEqual([true, true]);
      const { out: counted } = await gongji('backup', at('another'), '--store', at('ledger'));
      expect(counted).toContain('4 events');
    }));

  it('restore refuses a folder that holds a ledger', () =>
    withLedger(async (at) => {
      await gongji('backup', at('backup'), '--store', at('ledger'));
      expect((await gongji('restore', at('backup'), '--store', at('ledger'))).status).toBe(1);
    }));

  it('restore says so when the backup was altered', () =>
    withLedger(async (at) => {
      await gongji('backup', at('backup'), '--store', at('ledger'));
      const file = new Database(join(at('backup'), 'events.db'));
      file.prepare(`UPDATE events SET data = replace(data, '1980', '1970') WHERE position = 2`).run([]);
      file.close();
      expect((await gongji('restore', at('backup'), '--store', at('restored'))).status).toBe(1);
    }));
});
