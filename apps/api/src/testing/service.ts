import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll } from '@jest/globals';
import { EXAMPLE_FILE } from '../documentation/example.ts';
import { startService, type Service, type ServiceOptions } from '../service.ts';

export interface Body {
  readonly [field: string]: unknown;
}

export interface Reply {
  readonly status: number;
  readonly type: string;
  readonly headers: Headers;
  readonly body: Body;
}

async function replyOf(response: Response): Promise<Reply> {
  const type = response.headers.get('content-type') ?? '';
  const text = await response.text();
  const body = (type.includes('json') && !type.includes('ndjson') ? JSON.parse(text) : { text }) as Body;
  return { status: response.status, type, headers: response.headers, body };
}

/** A service on a folder of its own, and what a client of it needs. */
export class Client {
  constructor(
    readonly service: Service,
    readonly folder: string,
  ) {}

  static async start(options: Partial<ServiceOptions> = {}): Promise<Client> {
    const folder = await mkdtemp(join(tmpdir(), 'gongji-api-'));
    return new Client(await startService({ place: { folder }, port: 0, ...options }), folder);
  }

  get url(): string {
    return this.service.url;
  }

  async get(path: string): Promise<Reply> {
    return replyOf(await fetch(this.url + path));
  }

  send(command: unknown): Promise<Reply> {
    return this.post('/commands', command);
  }

  async post(path: string, content: unknown): Promise<Reply> {
    const body = typeof content === 'string' ? content : JSON.stringify(content);
    const headers = { 'content-type': 'application/json' };
    return replyOf(await fetch(this.url + path, { method: 'POST', headers, body }));
  }

  /** Sends a command file. @returns the answers' lines. */
  async sendFile(body: string): Promise<readonly Body[]> {
    const headers = { 'content-type': 'application/x-ndjson' };
    const response = await fetch(`${this.url}/command-files`, { method: 'POST', headers, body });
    return linesOf(await response.text());
  }

  async end(): Promise<void> {
    await this.service.close();
    await rm(this.folder, { recursive: true, force: true });
  }
}

export function linesOf(text: string): readonly Body[] {
  return text
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as Body);
}

/** One service for all tests of a file, with the example in it. */
export function withExample(options: Partial<ServiceOptions> = {}): {
  readonly client: Client;
  readonly position: string;
} {
  let client: Client | undefined;
  let position = '';
  beforeAll(async () => {
    client = await Client.start(options);
    const answers = await client.sendFile(EXAMPLE_FILE);
    position = answers.at(-1)?.position as string;
  });
  afterAll(() => client?.end());
  return {
    get client() {
      return client as Client;
    },
    get position() {
      return position;
    },
  };
}

export function enrol(commandId: string, personId: string): object {
  return {
    commandId,
    type: 'EnrolPerson',
    region: 'panzhihua',
    personId,
    birthDate: '1980-01-01',
    employment: 'on-job',
    plan: 'pooled-and-account',
    from: '2023-01-01',
  };
}

export function asFile(commands: readonly object[]): string {
  return commands.map((command) => `${JSON.stringify(command)}\n`).join('');
}
