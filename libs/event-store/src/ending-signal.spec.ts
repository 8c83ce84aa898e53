import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { describe, expect, test } from '@jest/globals';
import { withEndingSignal } from './ending-signal.ts';

const FAR = 600_000;

function aborted(signal: AbortSignal): Promise<string> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve('aborted');
    signal.addEventListener('abort', () => {
      resolve('aborted');
    });
  });
}

describe('a signal that ends', () => {
  test('after its time, though everything that nobody holds is collected meanwhile', async () => {
    setFlagsFromString('--expose-gc');
    const collect = runInNewContext('gc') as () => void;
    const collecting = setInterval(collect, 5);
    try {
      const never = new AbortController().signal;
      expect(await withEndingSignal([never], 100, aborted)).toBe('aborted');
    } finally {
      clearInterval(collecting);
    }
  });

  test('with any of the others, before and during the work', async () => {
    const [first, second] = [new AbortController(), new AbortController()];
    const during = withEndingSignal([first.signal, second.signal], FAR, aborted);
    second.abort();
    expect(await during).toBe('aborted');
    expect(await withEndingSignal([first.signal, second.signal], FAR, aborted)).toBe('aborted');
  });

  test('gives what the work gives, and what it throws', async () => {
    expect(await withEndingSignal([], FAR, ({ aborted: is }) => Promise.resolve(is))).toBe(false);
    await expect(withEndingSignal([], FAR, () => Promise.reject(new Error('no')))).rejects.toThrow('no');
  });
});
