import { createRequire } from 'node:module';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, jest, test } from '@jest/globals';
import { PACKS_FOLDER, REGIONS } from '@gongji/packs';
import { main } from './main.ts';

const folder = mkdtempSync(join(tmpdir(), 'gongji-main-'));
afterAll(() => {
  rmSync(folder, { recursive: true });
});

/** Runs the command line. @returns its exit status and what it says on standard error. */
async function said(...args: readonly string[]): Promise<readonly [number, string]> {
  const texts: string[] = [];
  const write = jest.spyOn(process.stderr, 'write').mockImplementation((text) => texts.push(String(text)) > 0);
  try {
    const status = await main(['node', 'gongji', ...args]);
    return [status, texts.join('')];
  } finally {
    write.mockRestore();
  }
}

test.each([
  ['serve', '--port', 'abc'],
  ['serve', '--port', '65536'],
  ['serve', '--seal-every', '-1'],
  ['verify', '--workers', 'abc'],
  ['verify', '--workers', '0'],
])('gongji %s %s %s is told by the name of the option', async (command, option, value) => {
  const [status, text] = await said(command, `${option}=${value}`);
  expect(status).toBe(2);
  expect(text).toMatch(
    new RegExp(`^error: option '${option} .*' argument '${value}' is invalid. .*whole number.*\\n$`),
  );
});

test('a seal without a key, or of a region that nobody knows, says so', async () => {
  expect(await said('seal', '--store', folder)).toEqual([
    1,
    `gongji: There is no key in ${join(folder, 'keys')}; gongji key new makes one.\n`,
  ]);
  const [status, text] = await said('seal', '--store', folder, '--region', 'nowhere');
  expect(status).toBe(2);
  expect(text).toMatch(/no region nowhere; there are .*zibo/);
});

test('the program tells its version, which is that of its package', async () => {
  const { version } = createRequire(import.meta.url)('../package.json') as { readonly version: string };
  const write = jest.spyOn(process.stdout, 'write').mockImplementation(() => true);
  try {
    expect(await main(['node', 'gongji', '--version'])).toBe(0);
    expect(write.mock.calls.flat().join('')).toBe(`${version}\n`);
  } finally {
    write.mockRestore();
  }
});

test.each(REGIONS)('the pack of %s is in order, and what it names is in the program', async (region) => {
  const write = jest.spyOn(process.stdout, 'write').mockImplementation(() => true);
  try {
    expect(await main(['node', 'gongji', 'pack', 'check', join(PACKS_FOLDER, region)])).toBe(0);
  } finally {
    write.mockRestore();
  }
});
