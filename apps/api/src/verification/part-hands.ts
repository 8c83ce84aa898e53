import type { Policies } from '@gongji/application/deciding';
import type { PartSnapshot } from '@gongji/proof';
import { handedPacks } from '../handed-packs.ts';
import { workingThread } from '../working-thread.ts';
import { checkPart, type PartWork, type ThreadWork } from './check-part.ts';

/** Who checks a part. */
export interface PartHand {
  run(
    work: PartWork,
    policies: Policies,
    signal: AbortSignal,
    tell: (snapshot: PartSnapshot) => void,
  ): Promise<PartSnapshot>;
  /** Whether or not it has run. */
  end(): Promise<unknown>;
}

/** A thread each; on the sources, which threads of Node 20 cannot load, this one. */
export function partHands(count: number): readonly PartHand[] {
  const isSource = import.meta.url.endsWith('.ts');
  return Array.from({ length: count }, () => (isSource ? HERE : new PartThread()));
}

const HERE: PartHand = { run: checkPart, end: () => Promise.resolve() };

/** Gets ready as soon as it is made, before it is told what to do. */
class PartThread implements PartHand {
  private readonly worker = workingThread(new URL('worker.js', import.meta.url));
  private failure: Error | undefined;
  private reject = (_error: Error): void => undefined;

  constructor() {
    this.worker.on('error', (error: Error) => {
      this.fail(error);
    });
    this.worker.on('exit', (code) => {
      if (code !== 0) this.fail(new Error(`a thread of the verification ended with ${String(code)}`));
    });
  }

  run(
    work: PartWork,
    policies: Policies,
    signal: AbortSignal,
    tell: (snapshot: PartSnapshot) => void,
  ): Promise<PartSnapshot> {
    const { worker } = this;
    const stop = (): void => {
      worker.postMessage('stop');
    };
    const running = new Promise<PartSnapshot>((resolve, reject) => {
      if (this.failure !== undefined) reject(this.failure);
      this.reject = reject;
      worker.on('message', ({ snapshot, done }: { readonly snapshot: PartSnapshot; readonly done: boolean }) => {
        if (done) resolve(snapshot);
        else tell(snapshot);
      });
      worker.postMessage({ work, packs: handedPacks(policies) } satisfies ThreadWork);
      signal.addEventListener('abort', stop, { once: true });
      if (signal.aborted) stop();
    });
    return running.finally(() => {
      signal.removeEventListener('abort', stop);
    });
  }

  end(): Promise<unknown> {
    return this.worker.terminate();
  }

  private fail(error: Error): void {
    this.failure ??= error;
    this.reject(error);
  }
}
