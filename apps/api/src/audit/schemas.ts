import { reference, type Schemas } from '../documentation/command-schemas.ts';
import { choice, list, orNull, page, POSITION, TEXT, whole } from '../documentation/schema.ts';

const INSTANT = { type: 'string', format: 'date-time' };
const ANYTHING = { type: 'object', additionalProperties: true };

/** A job, but for its report. */
const JOB = {
  id: TEXT,
  type: TEXT,
  request: { ...ANYTHING, description: 'what was asked for; of a pack that was sent, the names of its files' },
  status: choice('running', 'done', 'failed', 'cancelled'),
  progress: whole({ done: { type: 'integer' }, of: { type: 'integer' } }),
  interruptions: { type: 'integer', description: 'how often the service ended while it ran' },
  startedAt: INSTANT,
  endedAt: orNull(INSTANT),
  error: orNull(TEXT),
};

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
        pack: {
          type: 'object',
          additionalProperties: TEXT,
          description: 'the texts of another pack’s files by their names: "pack.yaml", "tables/…", "document.txt"',
        },
        from: { type: 'string', format: 'date' },
        to: { type: 'string', format: 'date' },
      },
      required: ['type'],
      additionalProperties: false,
      description: 'all but type are for a simulation',
    },
    Job: whole({ ...JOB, result: orNull(ANYTHING) }),
    JobPage: page(whole(JOB)),
  };
}
