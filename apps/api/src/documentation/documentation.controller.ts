import { createReadStream } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { Controller, Get, Header, Headers, Inject, NotFoundException, Param, StreamableFile } from '@nestjs/common';
import { ApiExcludeController, type OpenAPIObject } from '@nestjs/swagger';
import { EXAMPLE_FILE } from './example.ts';
import { landingPage } from './landing-page.ts';

/** Holds the OpenAPI document, which is made once the application knows all its controllers. */
export class Documentation {
  document: OpenAPIObject | undefined;
}

/** The files of Swagger UI that its page needs, and no other. */
const ASSETS: { readonly [file: string]: string } = {
  'swagger-ui.css': 'text/css',
  'swagger-ui-bundle.js': 'text/javascript',
};

const DOCS_PAGE = `<!doctype html>
<html lang="zh-CN">
<head><meta charset="utf-8"><title>共济 Gongji API</title><link rel="stylesheet" href="/docs/swagger-ui.css"></head>
<body><div id="ui"></div><script src="/docs/swagger-ui-bundle.js"></script>
<script>SwaggerUIBundle({ url: '/openapi.json', dom_id: '#ui', deepLinking: true, validatorUrl: null })</script>
</body></html>
`;

/** The pages for people: what this is, and the interface's description. */
@ApiExcludeController()
@Controller()
export class DocumentationController {
  constructor(@Inject(Documentation) private readonly documentation: Documentation) {}

  @Get()
  @Header('Content-Type', 'text/html; charset=utf-8')
  landing(@Headers('host') host = 'localhost'): string {
    return landingPage(host);
  }

  @Get('openapi.json')
  openApi(): OpenAPIObject | undefined {
    return this.documentation.document;
  }

  @Get('example.ndjson')
  @Header('Content-Type', 'application/x-ndjson')
  example(): string {
    return EXAMPLE_FILE;
  }

  @Get('docs')
  @Header('Content-Type', 'text/html; charset=utf-8')
  docs(): string {
    return DOCS_PAGE;
  }

  /** From the package that comes with @nestjs/swagger: the page works without any network. */
  @Get('docs/:file')
  asset(@Param('file') file: string): StreamableFile {
    const type = Object.hasOwn(ASSETS, file) ? ASSETS[file] : undefined;
    if (type === undefined) throw new NotFoundException();
    const folder = dirname(createRequire(import.meta.url).resolve('swagger-ui-dist/package.json'));
    return new StreamableFile(createReadStream(join(folder, file)), { type });
  }
}
