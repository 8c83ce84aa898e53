import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from '@jest/globals';
import { setting, WrongSetting } from './setting.ts';

const folder = mkdtempSync(join(tmpdir(), 'gongji-setting-'));
const file = join(folder, 'views');
writeFileSync(file, 'postgres://gongji:secret@db/gongji\n');
afterAll(() => {
  rmSync(folder, { recursive: true });
});

test('a setting comes from the environment, or from the file that is named beside it', () => {
  expect(setting('VIEWS', { VIEWS: 'a' })).toBe('a');
  expect(setting('VIEWS', { VIEWS_FILE: file })).toBe('postgres://gongji:secret@db/gongji');
  expect(setting('VIEWS', { VIEWS: '', VIEWS_FILE: file })).toBe('postgres://gongji:secret@db/gongji');
});

test('what is empty is not set', () => {
  expect(setting('VIEWS', {})).toBeUndefined();
  expect(setting('VIEWS', { VIEWS: '', VIEWS_FILE: '' })).toBeUndefined();
});

test('a contradiction and a missing file are told by the name of the setting', () => {
  expect(() => setting('VIEWS', { VIEWS: 'a', VIEWS_FILE: file })).toThrow(
    new WrongSetting('VIEWS and VIEWS_FILE are both set.'),
  );
  expect(() => setting('VIEWS', { VIEWS_FILE: join(folder, 'none') })).toThrow(/^VIEWS_FILE cannot be read: .*ENOENT/);
});
