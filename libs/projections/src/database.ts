import type { CHECKPOINTS } from './framework/checkpoints.ts';
import type { Row } from './framework/table.ts';
import type { FUND_TOTALS, FUND_VISITS } from './fund/table.ts';
import type { PERSONS } from './persons/table.ts';
import type { PROCESSES } from './processes/table.ts';

/** All tables of the views, for typed queries. */
export interface ViewTables {
  readonly checkpoints: Row<typeof CHECKPOINTS>;
  readonly persons: Row<typeof PERSONS>;
  readonly fund_totals: Row<typeof FUND_TOTALS>;
  readonly fund_visits: Row<typeof FUND_VISITS>;
  readonly processes: Row<typeof PROCESSES>;
}
