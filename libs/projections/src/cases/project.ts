import { canonical, type Json } from '@gongji/core';
import type { LogEvent } from '../framework/log-event.ts';
import type { Row } from '../framework/table.ts';
import type { Projection } from '../projection.ts';
import { CASE_STEPS, CASE_WARNINGS, CASES } from './table.ts';

export const casesProjection: Projection = {
  name: 'cases',
  version: 2,
  tables: [CASES, CASE_STEPS, CASE_WARNINGS],
  types: ['CaseOpened', 'CaseDecided', 'CaseHandedOver', 'AmountRecovered'],
  async project(batch, writer) {
    const opened = batch.filter(({ type }) => type === 'CaseOpened');
    await writer.insert(CASES, opened.flatMap(caseOf));
    await writer.insert(CASE_WARNINGS, opened.flatMap(warningsOf));
    await writer.insert(CASE_STEPS, batch.filter(({ type }) => type !== 'CaseOpened').map(stepOf));
  },
};

function placeOf({ region, id, position, occurredOn }: LogEvent) {
  return { region, case_id: id, position, day: occurredOn };
}

function textOf(event: LogEvent): string {
  return canonical(event.fact.data as unknown as Json);
}

function caseOf(event: LogEvent): readonly Row<typeof CASES>[] {
  const { fact } = event;
  if (fact.type !== 'CaseOpened') return [];
  const { violation, institutionId = null, personId = null } = fact.data;
  const about = { violation, institution_id: institutionId, person_id: personId };
  return [{ ...placeOf(event), ...about, opened: textOf(event) }];
}

function warningsOf({ fact, region, id }: LogEvent): readonly Row<typeof CASE_WARNINGS>[] {
  if (fact.type !== 'CaseOpened') return [];
  return fact.data.warnings.map((warning) => ({ region, entry: Number(warning), case_id: id }));
}

function stepOf(event: LogEvent): Row<typeof CASE_STEPS> {
  return { ...placeOf(event), type: event.type, data: textOf(event) };
}
