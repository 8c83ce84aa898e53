import { auditSchemas } from '../audit/schemas.ts';
import { bookSchemas } from '../books/schemas.ts';
import { exportSchemas } from '../exports/schemas.ts';
import { fundSchemas } from '../fund/schemas.ts';
import { healthSchemas } from '../health/schemas.ts';
import { institutionSchemas } from '../institutions/schemas.ts';
import { personSchemas } from '../persons/schemas.ts';
import { policySchemas } from '../policies/schemas.ts';
import { reconciliationSchemas } from '../reconciliations/schemas.ts';
import { reviewSchemas } from '../reviews/schemas.ts';
import { settlementSchemas } from '../settlements/schemas.ts';
import { supervisionSchemas } from '../supervision/schemas.ts';
import type { Schemas } from './command-schemas.ts';
import { TEXT, whole } from './schema.ts';

/** The schemas of what the questions answer. */
export function answerSchemas(): Schemas {
  return {
    Words: whole({ zh: TEXT, en: TEXT }),
    ...auditSchemas(),
    ...bookSchemas(),
    ...exportSchemas(),
    ...fundSchemas(),
    ...healthSchemas(),
    ...institutionSchemas(),
    ...personSchemas(),
    ...policySchemas(),
    ...reconciliationSchemas(),
    ...reviewSchemas(),
    ...settlementSchemas(),
    ...supervisionSchemas(),
  };
}
