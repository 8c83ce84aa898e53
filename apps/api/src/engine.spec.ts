import { spawnSync } from 'node:child_process';
import { expect, test } from '@jest/globals';

test('the engine knows what it is told: it would complain to whoever runs a command', () => {
  const { stdout } = spawnSync(process.execPath, ['--v8-options'], { encoding: 'utf8' });
  expect(stdout).toContain('--allocation-site-pretenuring ');
});
