import {
  decideCase,
  fundStream,
  institutionStream,
  personStream,
  type CaseCommand,
  type CaseEvent,
  type Policy,
} from '@gongji/core';
import type { Decision } from './decide-command.ts';
import { targetOf } from './streams-of.ts';

/** Decides a command on a case of supervision. */
export function decideOnCase(command: CaseCommand, { states, actor }: Decision, policy: Policy): CaseEvent {
  const { region } = command;
  return decideCase(command, states.state<'supervision'>(targetOf(command)), {
    policy,
    actor,
    isYearClosed: (year) => states.state<'fund'>(fundStream(region, year)).closed,
    isInstitution: (id) => states.state<'institution'>(institutionStream(region, id)) !== undefined,
    person: (id) => states.state<'insured'>(personStream(region, id)),
  });
}
