import { describe, expect, it } from '@jest/globals';
import type { AppendRequest, AppendResult } from '@gongji/event-store';
import { GroupCommit } from './group-commit.ts';
import { aRequest } from './testing/places.ts';

const answer: AppendResult = { outcome: 'appended', revision: 0n, position: 1n };

/** Notes how many calls each commit had. */
function recording(): { group: GroupCommit; commits: number[] } {
  const commits: number[] = [];
  const group = new GroupCommit((calls: readonly (readonly AppendRequest[])[]) => {
    commits.push(calls.length);
    return calls.map((requests) => requests.map(() => answer));
  });
  return { group, commits };
}

describe('group commit', () => {
  it('puts the calls of one turn into one commit', async () => {
    const { group, commits } = recording();
    await Promise.all(Array.from({ length: 100 }, () => group.add([aRequest()])));
    expect(commits).toEqual([100]);
  });

  it('gives each call its own results, in the order of the calls', async () => {
    const { group } = recording();
    const order: number[] = [];
    const calls = [1, 2, 3].map(async (n) => {
      expect(await group.add(Array.from({ length: n }, () => aRequest()))).toHaveLength(n);
      order.push(n);
    });
    await Promise.all(calls);
    expect(order).toEqual([1, 2, 3]);
  });

  it('bounds a group, but never splits a call', async () => {
    const { group, commits } = recording();
    const sizes = [3000, 3000, 10_000, 1, 1];
    await Promise.all(sizes.map((size) => group.add([aRequest(size, 1)])));
    expect(commits).toEqual([2, 1, 2]);
  });

  it('tells every call of a group that failed, and goes on with the next', async () => {
    let fail = true;
    const group = new GroupCommit((calls) => {
      if (fail) throw new Error('no space');
      return calls.map(() => [answer]);
    });
    const failed = await Promise.allSettled([group.add([aRequest()]), group.add([aRequest()])]);
    expect(failed.map((result) => result.status)).toEqual(['rejected', 'rejected']);
    fail = false;
    expect(await group.add([aRequest()])).toEqual([answer]);
  });
});
