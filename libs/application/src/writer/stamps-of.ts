import type { StreamCommand } from '../command.ts';
import type { Write, Writes } from '../decide-command.ts';
import { eventIdOf } from '../digest.ts';
import { closingIdOf } from '../processes/close-hold.ts';
import type { StampOf } from './in-order.ts';
import type { Stamp } from './stamp.ts';

/** Who acts where a command names nobody. */
export const DEFAULT_ACTOR = 'operator';

/**
 * Metadata of each event that a command writes: alike but for the id, by which a repetition is found.
 *
 * @param about `eventId` is that of the event that answers.
 */
export function stampsOf(
  { commandId, actor = DEFAULT_ACTOR }: StreamCommand,
  { writes, answering }: Writes,
  about: Pick<Stamp, 'commandHash' | 'recordedAt' | 'restedOn' | 'eventId'>,
): StampOf {
  const { commandHash, recordedAt, restedOn, eventId } = about;
  const common: Stamp = { eventId, commandId, commandHash, actor, role: 'agency', recordedAt, restedOn };
  return (at, { revision }, holdId) => {
    const { type } = (writes[at] as Write).event;
    if (at === answering) return common;
    if (type === 'HeldFundsCaptured') return { ...common, eventId: closingIdOf(holdId as string) };
    // A hold that was released is followed by another one when the command is decided anew.
    return { ...common, eventId: eventIdOf(commandId, at + 1, type === 'AccountFundsHeld' ? String(revision) : '') };
  };
}
