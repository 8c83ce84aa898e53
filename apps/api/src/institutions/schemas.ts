import type { Schemas } from '../documentation/command-schemas.ts';
import { DAY, choice, orNull, page, TEXT, whole } from '../documentation/schema.ts';

/** The schema of a page of designated institutions. */
export function institutionSchemas(): Schemas {
  return {
    Institutions: page(
      whole({
        institutionId: TEXT,
        name: TEXT,
        kind: choice('medical', 'retail-pharmacy', 'internet-hospital'),
        tier: orNull({ type: 'integer', minimum: 1, maximum: 3 }),
        area: TEXT,
        designation: TEXT,
        outpatientPooling: { type: 'boolean' },
        dualChannel: { type: 'boolean' },
        hostInstitutionId: orNull(TEXT),
        from: DAY,
      }),
    ),
  };
}
