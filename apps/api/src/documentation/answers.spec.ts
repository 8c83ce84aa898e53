import { beforeAll, describe, expect, it } from '@jest/globals';
import { Ajv, type ValidateFunction } from 'ajv';
import { withExample, type Reply } from '../testing/service.ts';
import { EXAMPLE } from './example.ts';

const example = withExample({ positionWaitMs: 5_000 });

const REGION = `/regions/${EXAMPLE.region}`;
const PERSON = `${REGION}/persons/${EXAMPLE.personId}`;
const YEAR = `${REGION}/fund?from=2023-01-01&to=2023-12-31`;
const VISIT = {
  region: EXAMPLE.region,
  personId: EXAMPLE.personId,
  visitId: 'another',
  institutionId: 'example-hospital',
  date: '2023-03-20',
  total: '90.00',
  inScope: '90.00',
};

const FORMATS = ['csv', 'xlsx'];

/** Real questions by the address that they ask: what is asked differently may be answered differently. */
const QUESTIONS: { readonly [path: string]: readonly string[] } = {
  '/health/live': ['/health/live'],
  '/health/ready': ['/health/ready'],
  '/metrics': ['/metrics'],
  '/regions': ['/regions'],
  '/regions/{region}': [REGION, '/regions/baoshan', '/regions/chongqing', '/regions/shangrao', '/regions/zibo'],
  '/regions/{region}/books/accounts': [`${REGION}/books/accounts`],
  '/regions/{region}/books/balance-sheet': ['2023-03', '2023'].map(
    (of) => `${REGION}/books/balance-sheet?period=${of}`,
  ),
  '/regions/{region}/books/closed-months': [`${REGION}/books/closed-months?year=2023`],
  '/regions/{region}/books/general-ledger': [`${REGION}/books/general-ledger?year=2023&bookAccount=benefits`],
  '/regions/{region}/books/income-and-expenditure': [`${REGION}/books/income-and-expenditure?period=2023`],
  '/regions/{region}/books/journal': [
    `${REGION}/books/journal?month=2023-03`,
    `${REGION}/books/journal?month=2023-03&limit=1`,
  ],
  '/regions/{region}/books/trial-balance': [`${REGION}/books/trial-balance?period=2023-02`],
  '/regions/{region}/assessments': [`${REGION}/assessments`],
  '/regions/{region}/contracts': [`${REGION}/contracts`, `${REGION}/contracts?institution=example-hospital&limit=1`],
  '/regions/{region}/coverage': [`${REGION}/coverage`, '/regions/zibo/coverage'],
  '/regions/{region}/exports': [`${REGION}/exports`, `${REGION}/exports?limit=1`],
  '/regions/{region}/exports/settlements': FORMATS.map((format) => `${REGION}/exports/settlements?format=${format}`),
  '/regions/{region}/exports/institutions': FORMATS.map((format) => `${REGION}/exports/institutions?format=${format}`),
  '/regions/{region}/exports/payables': FORMATS.map((format) => `${REGION}/exports/payables?format=${format}`),
  '/regions/{region}/exports/assessments': FORMATS.map((format) => `${REGION}/exports/assessments?format=${format}`),
  '/regions/{region}/exports/contracts': FORMATS.map((format) => `${REGION}/exports/contracts?format=${format}`),
  '/regions/{region}/exports/payments': FORMATS.map((format) => `${REGION}/exports/payments?format=${format}`),
  '/regions/{region}/exports/statements': FORMATS.map((format) => `${REGION}/exports/statements?format=${format}`),
  '/regions/{region}/exports/journal': FORMATS.map(
    (format) => `${REGION}/exports/journal?format=${format}&month=2023-03`,
  ),
  '/regions/{region}/exports/general-ledger': FORMATS.map(
    (format) => `${REGION}/exports/general-ledger?format=${format}&year=2023&bookAccount=benefits`,
  ),
  '/regions/{region}/exports/trial-balance': FORMATS.map(
    (format) => `${REGION}/exports/trial-balance?format=${format}&period=2023`,
  ),
  '/regions/{region}/exports/fund-statistics': FORMATS.map(
    (format) => `${REGION}/exports/fund-statistics?format=${format}&from=2023-01&to=2023-12`,
  ),
  '/regions/{region}/exports/care-statistics': FORMATS.map(
    (format) => `${REGION}/exports/care-statistics?format=${format}&from=2023-01&to=2023-12`,
  ),
  '/regions/{region}/fund': [YEAR, `${YEAR}&knownAt=5&asOf=2023-02-28`],
  '/regions/{region}/institutions': [`${REGION}/institutions`, `${REGION}/institutions?limit=1`],
  '/regions/{region}/institutions/{institutionId}/settlements': [
    `${REGION}/institutions/example-hospital/settlements?month=2023-03`,
  ],
  '/regions/{region}/persons/{personId}': [PERSON, `${PERSON}?asOf=2023-02-28`, `${PERSON}?knownAt=5`],
  '/regions/{region}/persons/{personId}/accumulators': [
    `${PERSON}/accumulators`,
    `${PERSON}/accumulators?asOf=2023-02-28`,
  ],
  '/regions/{region}/persons/{personId}/contributions': [`${PERSON}/contributions`],
  '/regions/{region}/payables': [`${REGION}/payables`, `${REGION}/payables?from=2023-03&institution=example-hospital`],
  '/regions/{region}/payments': [`${REGION}/payments`, `${REGION}/payments?limit=1&asOf=2023-04-01`],
  '/regions/{region}/payments/{paymentId}/order': [`${REGION}/payments/example-hospital-2023-03-1/order`],
  '/regions/{region}/persons/{personId}/settlements/{visitId}/slip': [
    `${PERSON}/settlements/example-visit-1/slip`,
    `${PERSON}/settlements/example-visit-2/slip`,
    `${PERSON}/settlements/claimed/slip`,
  ],
  '/regions/{region}/budget': [`${REGION}/budget?through=2023-03`],
  '/regions/{region}/budget/computed': ['/regions/shangrao/budget/computed?year=2023'],
  '/regions/{region}/indicators': [`${REGION}/indicators?month=2023-03`],
  '/regions/{region}/reconciliations': [`${REGION}/reconciliations`, `${REGION}/reconciliations?limit=1`],
  '/regions/{region}/reconciliations/items': [
    `${REGION}/reconciliations/items`,
    `${REGION}/reconciliations/items?state=open&kind=institution-only&institutionId=example-hospital&clearingType=11`,
  ],
  '/regions/{region}/reconciliations/figures': [`${REGION}/reconciliations/figures?state=open`],
  '/regions/{region}/replay': [`${REGION}/replay`, `${REGION}/replay?limit=2`],
  '/regions/{region}/statistics/care': [
    'month',
    'institution',
    'agency',
    'tier',
    'status',
    'age-band',
    'programme',
  ].map((by) => `${REGION}/statistics/care?from=2023-01&to=2023-12&by=${by}`),
  '/regions/{region}/statistics/fund': [`${REGION}/statistics/fund?from=2023-01&to=2023-12`],
  '/regions/{region}/cases': [`${REGION}/cases`, `${REGION}/cases?institutionId=example-hospital&limit=1`],
  '/regions/{region}/cases/{caseId}': [`${REGION}/cases/K1`, `${REGION}/cases/K1?asOf=2023-05-02`],
  '/regions/{region}/violations': [`${REGION}/violations`, '/regions/zibo/violations'],
  '/regions/{region}/warnings': [`${REGION}/warnings`, `${REGION}/warnings?limit=1`],
  '/regions/{region}/warnings/measured': [`${REGION}/warnings/measured?month=2023-03`],
  '/regions/{region}/warnings/rules': [`${REGION}/warnings/rules`],
  '/regions/{region}/persons/{personId}/review': [`${PERSON}/review`, `${PERSON}/review?visitId=example-visit-1`],
  '/regions/{region}/persons/{personId}/settlements': [`${PERSON}/settlements`, `${PERSON}/settlements?limit=1`],
  '/regions/{region}/persons/{personId}/settlements/{visitId}': [
    `${PERSON}/settlements/example-visit-1`,
    `${PERSON}/settlements/example-visit-2`,
    `${PERSON}/settlements/claimed`,
    `${PERSON}/settlements/example-visit-1?asOf=2023-03-31`,
  ],
  '/regions/{region}/persons/{personId}/statement': [
    `${PERSON}/statement`,
    `${PERSON}/statement?limit=2`,
    `${PERSON}/statement?knownAt=5`,
  ],
};

/** Addresses that answer only after something else: a seal, a job that was started. */
const AFTER_OTHERS = [
  '/jobs',
  '/jobs/{id}',
  '/regions/{region}/events/{position}/proof',
  '/regions/{region}/persons/{personId}/balance-proof',
  '/regions/{region}/persons/{personId}/settlements/{visitId}/proof',
];

/** What happens beside the example: a visit taken back, a contribution taken back, a claim. */
const MORE = [
  {
    type: 'ReverseSettlement',
    personId: EXAMPLE.personId,
    visitId: 'example-visit-1',
    date: '2023-04-01',
    reason: 'r',
  },
  { type: 'PayInstitution', institutionId: 'example-hospital', month: '2023-03', actor: 'accountant' },
  { type: 'AssignAgency', institutionId: 'example-hospital', agency: 'A1', from: '2023-03-01' },
  {
    ...{ type: 'AgreeContract', institutionId: 'example-hospital', from: '2023-04', method: 'per-disease' },
    ...{ perCase: [{ programme: 'chronic', amount: '90' }], depositRate: '0.05', prepayment: '9.00', basis: 'b' },
  },
  {
    type: 'AgreeContract',
    institutionId: 'example-hospital',
    from: '2023-05',
    method: 'total-budget',
    yearlyBudget: '9',
    basis: 'b',
  },
  {
    type: 'AgreeContract',
    institutionId: 'example-hospital',
    from: '2023-06',
    method: 'per-head',
    perHead: '9',
    heads: 9,
    basis: 'b',
  },
  { type: 'PayPrepayment', institutionId: 'example-hospital', month: '2023-04', actor: 'accountant' },
  {
    ...{ type: 'RecordAssessment', institutionId: 'example-hospital', assessmentId: 'A', month: '2023-03' },
    ...{ score: '90', result: 'r', reason: 'r', date: '2023-04-03' },
  },
  {
    ...{ type: 'RecordReconciliation', reconciliationId: 'R', institutionId: 'example-hospital', date: '2023-04-03' },
    ...{ from: '2023-03-01', to: '2023-03-31', insuranceType: '310', clearingType: '11' },
    totals: { count: 9, total: '90.00', fund: '9.00', account: '0.00' },
  },
  { type: 'CloseMonth', month: '2023-01' },
  { type: 'CloseMonth', month: '2023-02' },
  { type: 'CloseMonth', month: '2023-03' },
  { type: 'ReverseContribution', personId: EXAMPLE.personId, month: '2023-02', date: '2023-04-02', reason: 'r' },
  { ...VISIT, type: 'SubmitClaim', claimId: 'C', visitId: 'claimed', submittedOn: '2023-05-01', actor: 'clerk' },
  { type: 'ApproveClaim', claimId: 'C', date: '2023-05-02', actor: 'reviewer' },
  {
    type: 'OpenCase',
    caseId: 'K1',
    date: '2023-05-02',
    violation: 'other',
    about: {
      institutionId: 'example-hospital',
      warnings: ['320'],
      visits: [{ personId: EXAMPLE.personId, visitId: 'claimed' }],
    },
    reason: 'r',
    actor: 'inspector',
  },
  {
    type: 'DecideCase',
    caseId: 'K1',
    date: '2023-05-03',
    outcome: 'violation-found',
    amountToRecover: '9.00',
    article: '16',
    reason: 'r',
    actor: 'reviewer',
  },
  { type: 'HandOverCase', caseId: 'K1', date: '2023-05-04', authority: 'health', reason: 'r' },
  { type: 'RecordRecovery', caseId: 'K1', date: '2023-05-05', amount: '4.00', reference: 'B1' },
];

interface Operation {
  readonly parameters?: readonly { readonly name: string }[];
  readonly responses: {
    readonly [status: string]: { readonly content?: { readonly [type: string]: { readonly schema: object } } };
  };
}

interface Document {
  readonly paths: { readonly [path: string]: { readonly [method: string]: Operation } };
  readonly components: { readonly schemas: object };
}

let document: Document;
let ajv: Ajv;

beforeAll(async () => {
  document = (await example.client.get('/openapi.json')).body as unknown as Document;
  ajv = new Ajv({ strict: false, validateFormats: false, allErrors: true });
  ajv.addSchema({ $id: 'api', components: closed(document.components) });
  for (const [at, command] of MORE.entries()) {
    const reply = await example.client.send({ commandId: `more-${String(at)}`, region: EXAMPLE.region, ...command });
    expect(reply.status).toBe(200);
  }
});

/** Objects take only the fields that are described, wherever a schema does not say otherwise. */
function closed(schema: unknown): unknown {
  if (Array.isArray(schema)) return schema.map(closed);
  if (typeof schema !== 'object' || schema === null) return schema;
  const inside = Object.fromEntries(Object.entries(schema).map(([keyword, value]) => [keyword, closed(value)]));
  const isOpen = 'properties' in inside && typeof inside.type === 'string' && !('additionalProperties' in inside);
  return isOpen ? { ...inside, additionalProperties: false } : inside;
}

/** The check of what an address answers, by its description. */
function check(path: string, method: string, type = 'application/json', status = '200'): ValidateFunction {
  const schema = document.paths[path]?.[method]?.responses[status]?.content?.[type]?.schema;
  if (schema === undefined) throw new Error(`${method} ${path} does not describe its ${status} answer in ${type}`);
  const { $ref } = schema as { readonly $ref?: string };
  if ($ref === undefined) throw new Error(`The answer of ${method} ${path} has no name: describe it in schemas.ts`);
  return ajv.compile({ $ref: `api${$ref}` });
}

function expectFit(fits: ValidateFunction, { status, body }: Pick<Reply, 'status' | 'body'>, expected = 200): void {
  fits(body);
  expect({
    status,
    wrong: fits.errors?.map(({ instancePath, message }) => `${instancePath} ${String(message)}`),
  }).toEqual({ status: expected, wrong: undefined });
}

describe('an answer is as the OpenAPI document describes it', () => {
  it('for a question of every address', () => {
    const questions = Object.entries(document.paths).filter(([, methods]) => 'get' in methods);
    expect([...Object.keys(QUESTIONS), ...AFTER_OTHERS].sort()).toEqual(questions.map(([path]) => path).sort());
  });

  it.each(Object.entries(QUESTIONS).flatMap(([path, asked]) => asked.map((question) => [question, path] as const)))(
    'GET %s',
    async (question, path) => {
      const described = Object.keys(document.paths[path]?.get?.responses['200']?.content ?? {});
      if (!described.includes('application/json')) {
        const { status, type } = await example.client.get(question);
        expect([status, described]).toEqual([200, expect.arrayContaining([type])]);
        return;
      }
      expectFit(check(path, 'get'), await example.client.get(question));
    },
  );

  it.each(['999999', '2999-01-01T00:00:00Z'])('for what will only be known later, a refusal: %s', async (knownAt) => {
    const asked = Object.entries(QUESTIONS).filter(([path]) =>
      document.paths[path]?.get?.parameters?.some(({ name }) => name === 'knownAt'),
    );
    for (const [path, [question = '']] of asked) {
      const later = new URL(question, example.client.url);
      later.searchParams.set('knownAt', knownAt);
      const { status, body } = await example.client.get(later.pathname + later.search);
      const refused = [path, 400, 'invalid-query', 'knownAt'];
      expect([path, status, body.code, body.field]).toEqual(refused);
    }
    expect(asked.length).toBeGreaterThan(25);
  });

  it('for a command, a command file and a preview', async () => {
    const posts = Object.entries(document.paths).filter(([, methods]) => 'post' in methods);
    expect(posts.map(([path]) => path).sort()).toEqual([
      '/command-files',
      '/commands',
      '/jobs',
      '/regions/{region}/reconciliations',
      '/settlements/preview',
    ]);
    const visit = { ...VISIT, commandId: 'c', type: 'SettleVisit' };
    expectFit(check('/commands', 'post'), await example.client.send({ ...visit, dryRun: true }));
    expectFit(check('/commands', 'post'), await example.client.send(visit));
    expectFit(
      check('/settlements/preview', 'post'),
      await example.client.post('/settlements/preview', { ...VISIT, visitId: 'W' }),
    );
    const fits = check('/command-files', 'post', 'application/x-ndjson');
    const lines = [visit, { ...visit, total: '91.00' }, { ...visit, type: 'Unknown' }].map((line) =>
      JSON.stringify(line),
    );
    const answers = await example.client.sendFile(`${lines.join('\n')}\nno command\n`);
    expect(answers).toHaveLength(4);
    for (const body of answers) expectFit(fits, { status: 200, body });
  });

  it('for a job', async () => {
    const started = await example.client.post('/jobs', { type: 'verify' });
    expectFit(check('/jobs', 'post', 'application/json', '202'), started, 202);
    const job = `/jobs/${String(started.body.id)}`;
    expectFit(check('/jobs/{id}', 'get'), await example.client.get(job));
    expectFit(check('/jobs', 'get'), await example.client.get('/jobs'));
    await fetch(`${example.client.url}${job}`, { method: 'DELETE' });
  });

  it.each([
    [404, `${PERSON}x`],
    [404, `${PERSON}/review?visitId=example-visit-2`],
    [404, '/nothing'],
    [400, `${REGION}/fund`],
  ])('for a problem: %i %s', async (status, question) => {
    expectFit(
      check('/regions', 'get', 'application/problem+json', 'default'),
      await example.client.get(question),
      status,
    );
  });
});
