import type { Proposed } from '../event.ts';
import type { Json } from '../../proof/canonical.ts';

/**
 * Stream of a region-wide command: one that writes to many persons and must be finished after a crash (DESIGN.md 2). The
 * command's id names it.
 */
export function processStream(region: string, commandId: string): string {
  return `process-${region}.${commandId}`;
}

// Events

/** The command was accepted; from here on it is finished, whatever happens in between. */
export interface ProcessStarted {
  readonly command: { readonly [field: string]: Json };
}

/** Every person was visited; the command's answer is final. */
export interface ProcessCompleted {
  readonly result: { readonly [field: string]: Json };
}

export type ProcessEvent = Proposed<'ProcessStarted', ProcessStarted> | Proposed<'ProcessCompleted', ProcessCompleted>;
