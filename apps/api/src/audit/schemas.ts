import { reference, type Schemas } from '../documentation/command-schemas.ts';
import { choice, list, orNull, page, POSITION, TEXT, whole } from '../documentation/schema.ts';

const INSTANT = { type: 'string', format: 'date-time' };
const ANYTHING = { type: 'object', additionalProperties: true };

/** The schemas of replay, proofs and jobs. */
export function auditSchemas(): Schemas {
  return {
    ReplayedEvent: {
      ...whole({
        position: POSITION,
        stream: TEXT,
        revision: TEXT,
        type: TEXT,
        occurredOn: { type: 'string', format: 'date' },
        recordedAt: INSTANT,
        actor: TEXT,
        role: TEXT,
        commandId: TEXT,
        hash: TEXT,
        rules: orNull(whole({ pack: TEXT, packHash: TEXT })),
        data: ANYTHING,
        before: orNull(ANYTHING),
        after: orNull(ANYTHING),
        changes: list(whole({ field: TEXT, expected: orNull(TEXT), found: orNull(TEXT) })),
      }),
      description:
        'an event with who and when, and its stream before and after; changes: before (expected) and after (found)',
    },
    ReplayPage: page({ $ref: reference('ReplayedEvent') }),
    Proof: { ...ANYTHING, description: 'a proof file, checked by gongji check-proof and a public key alone' },
    JobToStart: {
      type: 'object',
      properties: {
        type: choice('verify', 'simulate'),
        region: TEXT,
        rows: list(whole({ row: { type: 'string', example: 'ordinary.rate/3' }, value: TEXT })),
        parameters: list({
          ...whole({ name: TEXT, value: TEXT }),
          properties: { name: TEXT, value: TEXT, from: { type: 'string', format: 'date' } },
        }),
        from: { type: 'string', format: 'date' },
        to: { type: 'string', format: 'date' },
      },
      required: ['type'],
      additionalProperties: false,
      description: 'region, rows, parameters, from and to are for a simulation',
    },
    Job: whole({
      id: TEXT,
      type: TEXT,
      status: choice('running', 'done', 'failed', 'cancelled'),
      progress: whole({ done: { type: 'integer' }, of: { type: 'integer' } }),
      startedAt: INSTANT,
      endedAt: orNull(INSTANT),
      result: orNull(ANYTHING),
      error: orNull(TEXT),
    }),
  };
}
