import type { Schema, Schemas } from '../documentation/command-schemas.ts';
import { choice, POSITION, TEXT, whole } from '../documentation/schema.ts';

const PART: Schema = {
  type: 'object',
  properties: {
    status: choice('up', 'down'),
    head: POSITION,
    lag: { type: 'string', description: 'events that the views lack' },
    responseTime: { type: 'number', description: 'milliseconds' },
    message: TEXT,
  },
  required: ['status'],
};

const PARTS: Schema = {
  type: 'object',
  description: 'by part of the service: store, views, service',
  additionalProperties: PART,
};

/** The schemas of what a load balancer asks. */
export function healthSchemas(): Schemas {
  return {
    Live: whole({ status: choice('ok') }),
    Ready: whole({ status: choice('ok'), info: PARTS, error: PARTS, details: PARTS }),
  };
}
