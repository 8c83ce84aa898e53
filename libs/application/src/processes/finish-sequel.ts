import { personStream, type PersonEvent } from '@gongji/core';
import type { RecordedEvent } from '@gongji/event-store';
import { eventIdOf } from '../digest.ts';
import { follow } from '../writer/in-order.ts';
import { folded } from '../writer/streams.ts';
import { metadataOf, placeOf, stampOf } from './close-hold.ts';
import { finishClaim } from './finish-claim.ts';
import type { ProcessTools } from './run-process.ts';

/** Writes what follows in another stream from an event, if it is not there yet: from the log alone, and once. */
export async function finishSequel(tools: ProcessTools, cause: RecordedEvent): Promise<void> {
  if (cause.type === 'SettlementReversed') await returnMoney(tools, cause);
  else await finishClaim(tools, cause);
}

/** The money of a reversed visit goes back to the account that paid. */
async function returnMoney(tools: ProcessTools, cause: RecordedEvent): Promise<void> {
  const { data, occurredOn } = folded(cause) as Extract<PersonEvent, { readonly type: 'SettlementReversed' }>;
  const { accountOwner, account: amount, visitId } = data;
  if (accountOwner === undefined || amount === '0.00') return;
  const [region, patientId] = placeOf(cause.stream);
  const { commandId, recordedAt } = metadataOf(cause);
  const event: PersonEvent = {
    type: 'AccountCredited',
    occurredOn,
    data: { cause: 'reversal', patientId, visitId, amount, balance: amount },
  };
  const write = { stream: personStream(region, accountOwner), event };
  await follow(tools, write, () => ({ ...stampOf(cause), recordedAt, eventId: eventIdOf(commandId, 2) }));
}
