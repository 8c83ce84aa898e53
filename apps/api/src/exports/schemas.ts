import { EXPORT_FORMATS } from '@gongji/core';
import type { Schemas } from '../documentation/command-schemas.ts';
import { choice, DAY, orNull, page, POSITION, TEXT, whole } from '../documentation/schema.ts';

/** The schema of what was handed out. */
export function exportSchemas(): Schemas {
  return {
    RecordedExports: page(
      whole({
        position: POSITION,
        exportId: TEXT,
        date: DAY,
        recordedAt: TEXT,
        actor: TEXT,
        report: TEXT,
        format: choice(...EXPORT_FORMATS),
        filter: { type: 'object', additionalProperties: TEXT },
        rows: { type: 'integer' },
        upTo: { ...POSITION, description: 'position up to which the figures know' },
        seal: orNull(whole({ treeSize: { type: 'integer' }, position: POSITION, rootHash: TEXT })),
        sha256: { type: 'string', description: 'of the file, as hex' },
      }),
    ),
  };
}
