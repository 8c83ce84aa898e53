import type { INestApplication } from '@nestjs/common';
import { DocumentBuilder, SwaggerModule, type OpenAPIObject } from '@nestjs/swagger';
import { VERSION } from '../version.ts';
import { answerSchemas } from './answer-schemas.ts';
import { commandSchemas } from './command-schemas.ts';

/** What every address may answer beside its own: described once, added to all. */
const PROBLEMS = {
  default: {
    description: '问题说明 · Problem details',
    content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } },
  },
};

/** The OpenAPI document: paths from the controllers, commands from the forms. */
export function openApiDocument(app: INestApplication): OpenAPIObject {
  const config = new DocumentBuilder()
    .setTitle('共济 Gongji')
    .setDescription(
      '职工基本医疗保险门诊共济基金账本 · The fund ledger of employee basic medical insurance. ' +
        'Amounts are texts in yuan with two decimals, dates are plain dates in China. ' +
        'Every question takes minPosition, the position of a command’s answer, and then shows what that command wrote.',
    )
    .setVersion(VERSION)
    .build();
  const document = SwaggerModule.createDocument(app, config);
  document.components = {
    ...document.components,
    schemas: { ...document.components?.schemas, ...commandSchemas(), ...answerSchemas() },
  };
  for (const path of Object.values(document.paths)) {
    for (const operation of Object.values(path) as { responses?: object }[]) {
      operation.responses = { ...operation.responses, ...PROBLEMS };
    }
  }
  return document;
}
