import { ApiOkResponse } from '@nestjs/swagger';
import { reference } from './command-schemas.ts';

/** The schema of an address's answer, by its name. */
export function Answers(schema: string): MethodDecorator {
  return ApiOkResponse({ schema: { $ref: reference(schema) } });
}
