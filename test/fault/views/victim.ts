import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';

const PROCESS = fileURLToPath(new URL('./process.mjs', import.meta.url));

export interface Places {
  readonly store: string;
  readonly views: string;
}

/** A process that is killed as a power cut would kill it, and started again. */
export class Victim {
  #child: ChildProcess | undefined;
  #lines = 0;
  #stderr = '';
  #told: (() => void) | undefined;

  constructor(
    private readonly role: 'writer' | 'projector' | 'rebuild',
    private readonly places: Places,
    private readonly heard: (line: string) => void = () => undefined,
  ) {}

  /** Starts it, and waits until it is at work. */
  async start(input = ''): Promise<void> {
    const child = spawn(process.execPath, [PROCESS, this.role, this.places.store, this.places.views], {
      stdio: 'pipe',
    });
    this.#child = child;
    [this.#lines, this.#stderr] = [0, ''];
    let rest = '';
    child.stdin.on('error', () => undefined);
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      const lines = (rest + text).split('\n');
      rest = lines.pop() ?? '';
      for (const line of lines) if (line !== 'ready') this.heard(line);
      this.#lines += lines.length;
      this.#told?.();
    });
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      this.#stderr += text;
    });
    child.stdin.write(input);
    await this.says(1);
  }

  /** Waits until it has said so many lines since it was started, or has ended. */
  async says(lines: number): Promise<void> {
    while (this.#lines < lines && this.isRunning) {
      const told = new Promise<void>((resolve) => {
        this.#told = resolve;
      });
      await Promise.race([told, once(this.#child as ChildProcess, 'close')]);
    }
  }

  get lines(): number {
    return this.#lines;
  }

  get isRunning(): boolean {
    return this.#child !== undefined && this.#child.exitCode === null && this.#child.signalCode === null;
  }

  write(text: string): void {
    this.#child?.stdin?.write(text);
  }

  async kill(): Promise<void> {
    this.#child?.kill('SIGKILL');
    await this.end();
  }

  /** Waits for its end. @returns the exit status, null when it was killed, and what it complained of. */
  async end(): Promise<{ readonly status: number | null; readonly stderr: string }> {
    const child = this.#child;
    if (child === undefined) return { status: null, stderr: '' };
    if (this.isRunning) await once(child, 'close');
    return { status: child.exitCode, stderr: this.#stderr };
  }
}
