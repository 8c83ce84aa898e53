import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { existsSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gongji } from '../testing/sealed-ledger.ts';

const PERSON = { birthDate: '1980-05-01', employment: 'on-job', plan: 'pooled-and-account', from: '2023-01-01' };

let root: string;

beforeEach(async () => {
  root = mkdtempSync(join(tmpdir(), 'gongji-copy-spec-'));
  await enrol('ledger', 'P1', 'P2');
});

afterEach(() => {
  rmSync(root, { recursive: true, force: true });
});

function at(name: string): string {
  return join(root, name);
}

async function enrol(ledger: string, ...persons: readonly string[]): Promise<void> {
  const commands = persons.map((personId) => ({
    commandId: personId,
    type: 'EnrolPerson',
    region: 'zibo',
    personId,
    ...PERSON,
  }));
  writeFileSync(at('commands'), commands.map((each) => JSON.stringify(each)).join('\n'));
  await gongji('run', at('commands'), '--store', at(ledger));
}

describe('gongji copy', () => {
  it('copies into a new folder, and later what was written since; the copy verifies', async () => {
    expect((await gongji('copy', at('ledger'), at('copy'))).out).toContain('2 events, 0 of them were there before');
    await enrol('ledger', 'P3');
    expect((await gongji('copy', at('ledger'), at('copy'))).out).toContain('3 events, 2 of them were there before');
    expect((await gongji('verify', '--store', at('copy'))).status).toBe(0);
  });

  it('refuses one store under two names', async () => {
    symlinkSync(at('ledger'), at('link'));
    expect((await gongji('copy', at('ledger'), at('link'))).status).toBe(1);
    const [one, other] = ['esdb://127.0.0.1:1?tls=false', 'esdb://127.0.0.1:1?tls=false&ledger=gongji'];
    expect((await gongji('copy', one, other)).status).toBe(1);
  });

  it('refuses a source that is no ledger, and makes no target', async () => {
    expect((await gongji('copy', at('nothing'), at('copy'))).status).toBe(1);
    expect(existsSync(at('copy'))).toBe(false);
  });

  it('refuses a target that holds another ledger, and leaves it as it is', async () => {
    await enrol('other', 'P9');
    expect((await gongji('copy', at('ledger'), at('other'))).status).toBe(1);
    expect((await gongji('backup', at('backup'), '--store', at('other'))).out).toContain('1 events');
  });
});
