import { execFileSync } from 'node:child_process';
import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** A folder that can be made read-only and writable again; `undo` takes it away. */
export interface Place {
  readonly folder: string;
  readonly freeze: () => void;
  readonly thaw: () => void;
  readonly undo: () => void;
}

function run(program: string, ...args: string[]): void {
  execFileSync(program, args, { stdio: 'pipe' });
}

function works(...command: [string, ...string[]]): boolean {
  try {
    run(...command);
    return true;
  } catch {
    return false;
  }
}

function emptyFolder(): string {
  return mkdtempSync(join(tmpdir(), 'gongji-place-'));
}

function remove(folder: string): void {
  rmSync(folder, { recursive: true, force: true });
}

/** A file system of its own in memory; undefined where the machine does not let one be mounted. */
export function mounted(megabytes: number): Place | undefined {
  const folder = emptyFolder();
  if (!works('mount', '-t', 'tmpfs', '-o', `size=${String(megabytes)}m`, 'tmpfs', folder)) {
    remove(folder);
    return undefined;
  }
  return {
    folder,
    freeze: () => run('mount', '-o', 'remount,ro', folder),
    thaw: () => run('mount', '-o', 'remount,rw', folder),
    undo: () => {
      run('umount', '-l', folder);
      remove(folder);
    },
  };
}

/**
 * A folder whose permission bits, or for an administrator, whom they do not bind, an attribute of the file system forbid writing;
 * undefined where neither works.
 */
export function guarded(): Place | undefined {
  const folder = emptyFolder();
  const store = join(folder, 'log');
  const undo = (): void => remove(folder);
  if (process.getuid?.() !== 0) {
    return { folder, freeze: () => chmodSync(store, 0o555), thaw: () => chmodSync(store, 0o755), undo };
  }
  if (works('chattr', '+i', folder) && works('chattr', '-i', folder)) {
    return {
      folder,
      freeze: () => run('chattr', '-R', '+i', store),
      thaw: () => run('chattr', '-R', '-i', store),
      undo,
    };
  }
  remove(folder);
  return undefined;
}
