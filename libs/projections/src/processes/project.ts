import type { Projection } from '../projection.ts';
import { PROCESSES } from './table.ts';

export const processesProjection: Projection = {
  name: 'processes',
  version: 1,
  tables: [PROCESSES],
  types: ['ProcessStarted', 'ProcessCompleted'],
  async project(batch, writer) {
    for (const { type, region, id, position } of batch) {
      if (type === 'ProcessStarted') {
        await writer.insert(PROCESSES, [{ region, command_id: id, started_at: position, completed_at: null }]);
        continue;
      }
      await writer.transaction
        .updateTable(PROCESSES.name)
        .set({ completed_at: position })
        .where('region', '=', region)
        .where('command_id', '=', id)
        .execute();
    }
  },
};
