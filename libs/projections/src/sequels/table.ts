import { table } from '../framework/table.ts';

/** Commands of which one of two events in different streams is in the log and the other is not. */
export const SEQUELS = table({
  name: 'sequels',
  columns: {
    region: 'text',
    command_id: 'text',
    /** Position of the event that is there. */
    position: 'bigint',
    /** 1 where it is the event from which the other follows. */
    is_cause: 'bigint',
  },
  key: ['region', 'command_id'],
});
