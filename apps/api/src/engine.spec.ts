import { spawnSync } from 'node:child_process';
import { expect, test } from '@jest/globals';

test.each(['--allocation-site-pretenuring', '--heap-growing-percent'])(
  'the engine knows %s: it would complain to whoever runs a command',
  (setting) => {
    const { stdout } = spawnSync(process.execPath, ['--v8-options'], { encoding: 'utf8' });
    expect(stdout).toContain(`${setting} `);
  },
);
