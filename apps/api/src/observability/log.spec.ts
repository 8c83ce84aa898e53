import { describe, expect, test } from '@jest/globals';
import { StoreUnavailable } from '@gongji/event-store';
import { logged } from '../testing/observed.ts';
import { openLog } from './log.ts';

describe('the log', () => {
  test('has one JSON object a line, with its level and its time', () => {
    const to = logged();
    openLog('info', to).warn({ url: 'http://127.0.0.1:1' }, 'listening');
    expect(to.lines()).toEqual([
      {
        level: 'warn',
        time: expect.stringMatching(/^\d{4}-\d\d-\d\dT.*Z$/) as unknown,
        service: 'gongji',
        url: 'http://127.0.0.1:1',
        msg: 'listening',
      },
    ]);
  });

  test('tells where a defect is, and not what it was about', () => {
    const to = logged();
    const about = { P1: undefined } as { readonly [personId: string]: { readonly balance: string } | undefined };
    try {
      (about.P1 as { readonly balance: string }).balance.at(0);
    } catch (error) {
      const cause = new SyntaxError('Unexpected token in {"personId":"P1"}\n    at P1:1:1');
      openLog('info', to).error({ err: new Error('for P1', { cause: error }) }, 'A defect.');
      openLog('info', to).error({ err: cause }, 'A defect.');
    }
    const [first, second] = to.lines() as readonly { readonly err: { readonly frames: readonly string[] } }[];
    expect(first).toMatchObject({ err: { type: 'Error', cause: { type: 'TypeError' } } });
    expect(second).toMatchObject({ err: { type: 'SyntaxError' } });
    expect(first?.err.frames[0]).toContain('log.spec');
    expect(to.text()).not.toContain('P1');
  });

  test('repeats what a store says to the operator, but names no stream of a person', () => {
    const to = logged();
    const error = new StoreUnavailable('The event in gongji.insured-zibo.P 1 "x" is damaged.', 'damaged');
    openLog('info', to).error({ err: error }, 'finishing claim-zibo.P1, which was interrupted');
    expect(to.lines()).toMatchObject([
      {
        msg: 'finishing claim-zibo.…',
        err: { type: 'StoreUnavailable', message: 'The event in gongji.insured-zibo.…' },
      },
    ]);
  });
});
