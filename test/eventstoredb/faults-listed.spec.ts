import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, test } from '@jest/globals';

const ROOT = new URL('../../', import.meta.url);

function textOf(path: string): string {
  return readFileSync(fileURLToPath(new URL(path, ROOT)), 'utf8');
}

/** The rows of the adapter's table: what was seen, the file of its test, the test's title. */
const LISTED = [
  ...textOf('libs/event-store-eventstoredb/README.md').matchAll(/^\| ([^|]+) \| (\S+\.ts) \| (.+) \|$/gm),
];

test('there is a table of what server and client were seen to do', () => {
  expect(LISTED.length).toBeGreaterThan(20);
});

test.each(LISTED.map(([, seen, file, title]) => [seen, file, title] as [string, string, string]))(
  '%s: %s has the test "%s"',
  (_seen, file, title) => {
    const titles = [...textOf(file).matchAll(/\b(?:it|test)(?:\.each\([^)]*\))?\(\s*(['"])(.*?)\1,/gs)];
    const each = [...textOf(file).matchAll(/\]\)\((['"])(.*?)\1,/g)];
    expect([...titles, ...each].map(([, , text]) => text)).toContain(title);
  },
);
