import { evolveInstitution, tierOn, type InstitutionEvent, type InstitutionState } from '@gongji/core';
import type { LogEvent } from '../framework/log-event.ts';
import type { Row } from '../framework/table.ts';
import type { Writer } from '../framework/writer.ts';
import type { Projection } from '../projection.ts';
import { designationOn, END_OF_TIME } from './designation.ts';
import { INSTITUTIONS } from './table.ts';

/** Folds with the core's own fold: institutions change seldom, and what a suspension means is said in one place only. */
export const institutionsProjection: Projection = {
  name: 'institutions',
  version: 3,
  tables: [INSTITUTIONS],
  types: [
    'InstitutionDesignated',
    'InstitutionTierChanged',
    'AgencyAssigned',
    'DesignationSuspended',
    'DesignationResumed',
    'DesignationEnded',
  ],
  async project(batch, writer) {
    const changed = new Map<string, Row<typeof INSTITUTIONS>>();
    for (const event of batch) {
      const key = `${event.region}.${event.id}`;
      const known = changed.get(key)?.state ?? (await storedState(event, writer));
      const before = known === undefined ? undefined : (JSON.parse(known) as InstitutionState);
      const state = evolveInstitution(before, event.fact as InstitutionEvent, event.id);
      changed.set(key, rowOf(event, state));
    }
    await writer.replace(INSTITUTIONS, changed.values());
  },
};

async function storedState({ region, id }: LogEvent, writer: Writer): Promise<string | undefined> {
  const row: { readonly state: string } | undefined = await writer.transaction
    .selectFrom(INSTITUTIONS.name)
    .select('state')
    .where('region', '=', region)
    .where('institution_id', '=', id)
    .executeTakeFirst();
  return row?.state;
}

function rowOf({ region, id }: LogEvent, state: InstitutionState): Row<typeof INSTITUTIONS> {
  const { name, kind, area } = state.designated;
  return {
    region,
    institution_id: id,
    name,
    kind,
    area,
    tier: tierOn(state, END_OF_TIME) ?? null,
    designation: designationOn(state, END_OF_TIME),
    state: JSON.stringify(state),
  };
}
