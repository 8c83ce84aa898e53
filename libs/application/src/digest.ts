import { hash } from 'node:crypto';
import { canonical, type Json, type Sha256 } from '@gongji/core';
import type { Command } from './command.ts';

export const sha256: Sha256 = (text) => hash('sha256', text, 'hex');

/** Content of a command: the same for the same fields in any order, and for its dry run. */
export function commandHash(command: Command): string {
  let content: object = command;
  if ('dryRun' in command) {
    const { dryRun: _dryRun, ...rest } = command;
    content = rest;
  }
  return sha256(canonical(content as { readonly [field: string]: Json }));
}

/**
 * The id of an event: a UUID (version 8, RFC 9562) from the command's id and the event's place in what the command writes, so
 * that a repetition proposes the same event again.
 *
 * @param part the stream, for a command that writes to many.
 */
export function eventIdOf(commandId: string, index: number, part = ''): string {
  const digits = sha256(`${commandId}\u0000${part}\u0000${String(index)}`);
  const variant = '89ab'[Number.parseInt(digits[16] as string, 16) & 3] as string;
  return `${digits.slice(0, 8)}-${digits.slice(8, 12)}-8${digits.slice(13, 16)}-${variant}${digits.slice(17, 20)}-${digits.slice(20, 32)}`;
}
