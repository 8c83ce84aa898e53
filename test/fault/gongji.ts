import { execFile, spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

const PROGRAM = fileURLToPath(new URL('../../apps/cli/bin/gongji.js', import.meta.url));
const STILL_CLOCK = fileURLToPath(new URL('./still-clock.mjs', import.meta.url));

export interface Ended {
  /** The exit status; null when it was killed. */
  readonly status: number | null;
  /** Whole lines of standard output. */
  readonly lines: readonly string[];
  readonly stderr: string;
}

/** How a process is started. */
export interface Starting {
  /** Address of the EventStoreDB that holds the log; the store is then the folder beside it. */
  readonly url?: string;
  /** Standard input; it stays open for more where `open` says so. */
  readonly input?: string | Uint8Array;
  readonly open?: boolean;
  /** Shell words before the program, such as a limit that it is to meet. */
  readonly limit?: string;
}

/** How a run is started. */
export interface StartingRun extends Starting {
  /** The command file, or "-" with `input`. */
  readonly file: string;
  readonly store: string;
}

/** The built program as a process of its own whose clock stands still. */
export class GongjiProcess {
  readonly #child: ChildProcess;
  readonly #closed: Promise<unknown>;
  readonly #lines: string[] = [];
  #rest = '';
  #stderr = '';
  #over = false;
  #heard: (() => void) | undefined;

  constructor(command: readonly string[], { url = '', input = '', open = false, limit }: Starting = {}) {
    const words = [process.execPath, '--import', STILL_CLOCK, PROGRAM, ...command];
    const [program = '', ...rest] =
      limit === undefined ? words : ['bash', '-c', `${limit} && exec "$0" "$@"`, ...words];
    this.#child = spawn(program, rest, { stdio: 'pipe', env: { ...process.env, EVENTSTORE_URL: url } });
    this.#closed = once(this.#child, 'close').then(() => {
      this.#over = true;
    });
    this.#child.stdin?.on('error', () => undefined); // it may end before it has read everything
    this.#child.stdin?.write(input);
    if (!open) this.finish();
    this.#child.stdout?.setEncoding('utf8').on('data', (text: string) => {
      const lines = (this.#rest + text).split('\n');
      this.#rest = lines.pop() ?? '';
      for (const line of lines) this.#lines.push(line);
      this.#heard?.();
    });
    this.#child.stderr?.setEncoding('utf8').on('data', (text: string) => {
      this.#stderr += text;
      this.#heard?.();
    });
  }

  get lines(): readonly string[] {
    return this.#lines;
  }

  get stderr(): string {
    return this.#stderr;
  }

  /** Gives it more input. */
  write(input: string): void {
    this.#child.stdin?.write(input);
  }

  /** Ends its input. */
  finish(): void {
    this.#child.stdin?.end();
  }

  /** Waits for something that the program says, or for its end. @returns false when it ended first. */
  async says(something: () => boolean): Promise<boolean> {
    while (!something()) {
      if (this.#over) return false;
      const heard = new Promise<void>((resolve) => {
        this.#heard = resolve;
      });
      await Promise.race([heard, this.#closed]);
    }
    return true;
  }

  /** Looks again and again, in every turn of the event loop, until something has happened or the program has ended. */
  async until(something: () => boolean): Promise<boolean> {
    while (!something()) {
      if (this.#over) return false;
      await new Promise((resolve) => setImmediate(resolve));
    }
    return true;
  }

  /** Ends it as a power cut would. */
  kill(): void {
    this.#child.kill('SIGKILL');
  }

  /** Waits until it has ended and the system has let go of it. */
  async end(): Promise<Ended> {
    await this.#closed;
    return { status: this.#child.exitCode, lines: this.#lines, stderr: this.#stderr };
  }
}

/** `gongji run`. */
export class GongjiRun extends GongjiProcess {
  constructor({ file, store, ...starting }: StartingRun) {
    super(['run', file, '--store', store], starting);
  }
}

/** Runs it to its end. */
export function gongji(starting: StartingRun): Promise<Ended> {
  return new GongjiRun(starting).end();
}

/** Any other command of the built program, to its end, in the test's environment. @returns its standard output. @throws when its exit status is not 0. */
export async function gongjiSays(...words: readonly string[]): Promise<string> {
  const { stdout } = await promisify(execFile)(process.execPath, [PROGRAM, ...words], { env: process.env });
  return stdout;
}
