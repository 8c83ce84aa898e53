import { canonical, type Json } from '@gongji/core';
import type { LogEvent } from '../framework/log-event.ts';
import type { Row } from '../framework/table.ts';
import type { Projection } from '../projection.ts';
import { INSTITUTION_TERMS } from './table.ts';

export const contractsProjection: Projection = {
  name: 'contracts',
  version: 2,
  tables: [INSTITUTION_TERMS],
  types: ['ContractAgreed', 'AssessmentRecorded'],
  async project(batch, writer) {
    await writer.insert(INSTITUTION_TERMS, batch.map(rowOf));
  },
};

function rowOf({ fact, region, id, type, position, occurredOn }: LogEvent): Row<typeof INSTITUTION_TERMS> {
  const data = canonical(fact.data as unknown as Json);
  return { region, position, institution_id: id, day: occurredOn, type, data };
}
