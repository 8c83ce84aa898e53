import { table } from '../framework/table.ts';

/** What was handed out of the ledger, and to whom. */
export const EXPORTS = table({
  name: 'exports',
  columns: {
    region: 'text',
    position: 'bigint',
    export_id: 'text',
    /** The business date: the day on which it was handed out. */
    day: 'text',
    recorded_at: 'text',
    actor: 'text',
    report: 'text',
    format: 'text',
    /** JSON, as it was asked for. */
    filter: 'text',
    rows: 'bigint',
    up_to: 'bigint',
    /** JSON, or null where there was no seal. */
    seal: 'text?',
    sha256: 'text',
  },
  key: ['region', 'position'],
});
