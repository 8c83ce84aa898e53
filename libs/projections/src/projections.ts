import { accountsProjection } from './accounts/project.ts';
import { accumulatorsProjection } from './accumulators/project.ts';
import { bookkeepingProjection } from './bookkeeping/project.ts';
import { casesProjection } from './cases/project.ts';
import { contractsProjection } from './contracts/project.ts';
import { contributionsProjection } from './contributions/project.ts';
import { exportsProjection } from './exports/project.ts';
import { fundProjection } from './fund/project.ts';
import { institutionsProjection } from './institutions/project.ts';
import { payablesProjection } from './payables/project.ts';
import { personsProjection } from './persons/project.ts';
import { processesProjection } from './processes/project.ts';
import type { Projection } from './projection.ts';
import { reconciliationsProjection } from './reconciliations/project.ts';
import { sequelsProjection } from './sequels/project.ts';
import { settlementsProjection } from './settlements/project.ts';
import { statisticsProjection } from './statistics/project.ts';
import { warningsProjection } from './warnings/project.ts';

/** All views, by name. */
export const PROJECTIONS = {
  persons: personsProjection,
  accounts: accountsProjection,
  accumulators: accumulatorsProjection,
  settlements: settlementsProjection,
  contributions: contributionsProjection,
  fund: fundProjection,
  institutions: institutionsProjection,
  contracts: contractsProjection,
  payables: payablesProjection,
  bookkeeping: bookkeepingProjection,
  statistics: statisticsProjection,
  warnings: warningsProjection,
  cases: casesProjection,
  reconciliations: reconciliationsProjection,
  processes: processesProjection,
  sequels: sequelsProjection,
  exports: exportsProjection,
} satisfies { readonly [name: string]: Projection };

export type ViewName = keyof typeof PROJECTIONS;

export const VIEW_NAMES = Object.keys(PROJECTIONS) as readonly ViewName[];
