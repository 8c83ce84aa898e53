import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from '@jest/globals';
import { setting, wholeSetting, WrongSetting } from './setting.ts';

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

test('a number has limits, and a default', () => {
  const port = { otherwise: 8080, most: 65_535 };
  expect(wholeSetting('PORT', port, {})).toBe(8080);
  expect(wholeSetting('PORT', port, { PORT: '0' })).toBe(0);
  for (const wrong of ['65536', '-1', '80a', '1.5']) {
    const message = `PORT must be a whole number from 0 to 65535, not ${wrong}.`;
    expect(() => wholeSetting('PORT', port, { PORT: wrong })).toThrow(new WrongSetting(message));
  }
});
