import { canonical, type Json } from '@gongji/core';
import type { LogEvent } from '../framework/log-event.ts';
import type { Row } from '../framework/table.ts';
import type { Projection } from '../projection.ts';
import { EXPORTS } from './table.ts';

export const exportsProjection: Projection = {
  name: 'exports',
  version: 1,
  tables: [EXPORTS],
  types: ['ReportExported'],
  async project(batch, writer) {
    await writer.insert(
      EXPORTS,
      batch.map(rowOf).filter((row) => row !== undefined),
    );
  },
};

function rowOf({ fact, region, position, recordedAt, actor }: LogEvent): Row<typeof EXPORTS> | undefined {
  if (fact.type !== 'ReportExported') return undefined;
  const { exportId, report, format, filter, rows, upTo, seal, sha256 } = fact.data;
  return {
    region,
    position,
    export_id: exportId,
    day: fact.occurredOn,
    recorded_at: recordedAt,
    actor,
    report,
    format,
    filter: canonical(filter),
    rows,
    up_to: Number(upTo),
    seal: seal === null ? null : canonical(seal as unknown as Json),
    sha256,
  };
}
