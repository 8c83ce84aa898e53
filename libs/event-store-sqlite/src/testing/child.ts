import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';

const WRITER = fileURLToPath(new URL('./writer.mjs', import.meta.url));

/** A process of its own that writes to a folder; its lines are read one by one, so that tests wait for facts. */
export class WriterProcess {
  readonly #child: ChildProcess;
  readonly #lines: string[] = [];
  readonly #ended: Promise<unknown>;
  #rest = '';
  #over = false;
  #told: (() => void) | undefined;

  constructor(folder: string, name: string) {
    const child = spawn(process.execPath, [WRITER, folder, name], { stdio: ['ignore', 'pipe', 'inherit'] });
    this.#child = child;
    this.#ended = once(child, 'close').then(() => {
      this.#over = true;
    });
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      const lines = (this.#rest + text).split('\n');
      this.#rest = lines.pop() ?? '';
      this.#lines.push(...lines);
      this.#told?.();
    });
  }

  /** Waits until it has said so many lines, or has ended; gives what it has said. */
  async lines(count: number): Promise<readonly string[]> {
    while (this.#lines.length < count && !this.#over) {
      const told = new Promise<void>((resolve) => {
        this.#told = resolve;
      });
      await Promise.race([told, this.#ended]);
    }
    return this.#lines;
  }

  /** Kills it as a power cut would, and waits until the system has let go of it; gives all it has said. */
  async kill(): Promise<readonly string[]> {
    this.#child.kill('SIGKILL');
    await this.#ended;
    return this.#lines;
  }
}
