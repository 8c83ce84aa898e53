import { table } from '../framework/table.ts';

/** Region-wide commands, from their start on. */
export const PROCESSES = table({
  name: 'processes',
  columns: {
    region: 'text',
    command_id: 'text',
    /** Positions of the events. */
    started_at: 'bigint',
    completed_at: 'bigint?',
  },
  key: ['region', 'command_id'],
});
