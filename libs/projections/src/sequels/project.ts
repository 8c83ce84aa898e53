import type { LedgerEvent } from '@gongji/core';
import type { Row } from '../framework/table.ts';
import type { Projection } from '../projection.ts';
import { SEQUELS } from './table.ts';

/**
 * A claim's event and the patient's, a family visit's reversal and the return of its money to the owner: where the store has no
 * transaction for both, a crash may leave the first alone. In a store that has, either may come first.
 */
export const sequelsProjection: Projection = {
  name: 'sequels',
  version: 1,
  tables: [SEQUELS],
  types: [
    ...(['ClaimSubmitted', 'ClaimApproved', 'ClaimRejected', 'SettlementReversed', 'AccountCredited'] as const),
    ...(['ReimbursementRequested', 'ReimbursementSettled', 'ReimbursementDeclined'] as const),
  ],
  async project(batch, writer) {
    const halves = new Map<string, Row<typeof SEQUELS>>();
    for (const { fact, commandId, region, position } of batch) {
      const isCause = causes(fact);
      if (isCause === undefined || commandId === '') continue;
      const key = { region, command_id: commandId };
      // Most pairs are complete within a batch, and never written.
      if (halves.delete(JSON.stringify(key))) continue;
      const { numDeletedRows } = await writer.transaction
        .deleteFrom(SEQUELS.name)
        .where((eb) => eb.and(key))
        .executeTakeFirst();
      if (Number(numDeletedRows) === 0)
        halves.set(JSON.stringify(key), { ...key, position, is_cause: isCause ? 1 : 0 });
    }
    await writer.replace(SEQUELS, halves.values());
  },
};

/** Whether an event is the cause of another one or follows from one; undefined where it stands alone. */
function causes(fact: LedgerEvent): boolean | undefined {
  switch (fact.type) {
    case 'ClaimSubmitted':
    case 'ClaimApproved':
    case 'ClaimRejected':
      return true;
    case 'ReimbursementRequested':
    case 'ReimbursementSettled':
    case 'ReimbursementDeclined':
      return false;
    case 'SettlementReversed':
      return fact.data.accountOwner === undefined || fact.data.account === '0.00' ? undefined : true;
    case 'AccountCredited':
      return fact.data.cause === 'reversal' ? false : undefined;
    default:
      return undefined;
  }
}
