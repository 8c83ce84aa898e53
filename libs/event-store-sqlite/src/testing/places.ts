import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { randomUUID } from 'node:crypto';
import Database from 'libsql';
import type { AppendRequest, NewEvent } from '@gongji/event-store';

/** Runs a test with a folder of its own, removed afterwards. */
export async function withFolder(test: (folder: string) => Promise<void>): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'gongji-events-'));
  try {
    await test(folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/**
 * Runs a test on a small file system of its own, in memory.
 *
 * Mounting needs rights that a machine may not give: the test is then passed over, with a note that says so.
 */
export async function withSmallDisk(megabytes: number, test: (disk: string) => Promise<void>): Promise<void> {
  await withFolder(async (folder) => {
    try {
      run('mount', '-t', 'tmpfs', '-o', `size=${megabytes}m`, 'tmpfs', folder);
    } catch (error) {
      console.warn(`Passed over: no file system can be mounted here (${String(error).split('\n')[0]}).`);
      return;
    }
    try {
      await test(folder);
    } finally {
      run('umount', '-l', folder);
    }
  });
}

/** Makes a mounted disk read-only, which binds even an administrator. */
export function makeReadOnly(disk: string): void {
  run('mount', '-o', 'remount,ro', disk);
}

/** What somebody does to the file with another program. */
export function change(file: string, sql: string): void {
  const db = new Database(file);
  db.prepare(sql).all([]);
  db.close();
}

function run(program: string, ...args: string[]): void {
  execFileSync(program, args, { stdio: 'pipe' });
}

export function anEvent(bytes = 1000): NewEvent {
  return { eventId: randomUUID(), type: 'Happened', data: JSON.stringify('x'.repeat(bytes)), metadata: '{}' };
}

/** A new stream with so many events. */
export function aRequest(count = 1, bytes = 1000): AppendRequest {
  return {
    stream: `s-${randomUUID()}`,
    expectedRevision: -1n,
    events: Array.from({ length: count }, () => anEvent(bytes)),
  };
}
