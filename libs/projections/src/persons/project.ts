import type { LogEvent } from '../framework/log-event.ts';
import type { Row } from '../framework/table.ts';
import type { Writer } from '../framework/writer.ts';
import type { Projection } from '../projection.ts';
import { PERSONS } from './table.ts';

export const personsProjection: Projection = {
  name: 'persons',
  version: 1,
  tables: [PERSONS],
  types: ['InsuredEnrolled', 'EmploymentChanged', 'EntitlementSuspended', 'EntitlementResumed'],
  async project(batch, writer) {
    const enrolled = batch.map(enrolment).filter((row) => row !== undefined);
    await writer.insert(PERSONS, enrolled);
    for (const event of batch) await change(event, writer);
  },
};

function enrolment({ fact, region, id, position }: LogEvent): Row<typeof PERSONS> | undefined {
  if (fact.type !== 'InsuredEnrolled') return undefined;
  const { birthDate, plan, employment, from } = fact.data;
  return {
    region,
    person_id: id,
    sequence: position,
    birth_date: birthDate,
    plan,
    enrolled_from: from,
    employment,
    employment_from: from,
    entitlement: 'entitled',
    entitlement_from: from,
  };
}

/** A change that starts before the one that is known changes nothing of what holds last. */
async function change({ fact, region, id }: LogEvent, writer: Writer): Promise<void> {
  if (fact.type === 'InsuredEnrolled') return;
  const row = writer.transaction.updateTable(PERSONS.name).where('region', '=', region).where('person_id', '=', id);
  switch (fact.type) {
    case 'EmploymentChanged': {
      const { employment, from } = fact.data;
      const set = { employment, employment_from: from };
      await row.set(set).where('employment_from', '<=', from).execute();
      return;
    }
    case 'EntitlementSuspended':
    case 'EntitlementResumed': {
      const { from } = fact.data;
      const entitlement = fact.type === 'EntitlementSuspended' ? 'suspended' : 'entitled';
      await row.set({ entitlement, entitlement_from: from }).where('entitlement_from', '<=', from).execute();
      return;
    }
    default:
      return;
  }
}
