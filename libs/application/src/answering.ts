import { answerOf, type LedgerEvent } from '@gongji/core';
import type { Answer, Command } from './command.ts';
import type { Policies } from './policies.ts';

/** The answer of an accepted command, from its event and that event's position. */
export type Answering = (command: Command, event: LedgerEvent, position: bigint) => Answer;

/** Answers by these rules: an explanation names their articles. */
export function answersBy(policies: Policies): Answering {
  return ({ commandId, region }, event, position) => {
    const result = answerOf(event, () => {
      const policy = policies.of(region);
      if (policy === undefined) throw new Error(`no rules for ${region}`);
      return policy;
    });
    return { commandId, ok: true, position: String(position), result };
  };
}
