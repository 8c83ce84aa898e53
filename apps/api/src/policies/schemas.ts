import { reference, type Schema, type Schemas } from '../documentation/command-schemas.ts';
import { DAY, choice, list, orNull, TEXT, whole, WORDS } from '../documentation/schema.ts';

const DOCUMENT: Schema = {
  ...whole({ id: TEXT, title: TEXT, issuedOn: DAY }),
  properties: { id: TEXT, title: TEXT, number: TEXT, issuedOn: DAY },
};

/** What every answer about a region begins with. */
const IDENTITY: { readonly [name: string]: Schema } = {
  region: TEXT,
  name: WORDS,
  division: { type: 'string', description: 'administrative division: six digits' },
  document: DOCUMENT,
  pack: whole({ id: TEXT, version: TEXT, hash: TEXT }),
  inForce: whole({ from: DAY, until: orNull(DAY), article: TEXT }),
};

/** What serves an article of the supervision chapters. */
const SERVED: Schema = whole({
  views: list({ ...TEXT, description: 'the address of a question' }),
  reports: list({ ...TEXT, description: 'a report that can be exported' }),
  commands: list({ ...TEXT, description: 'a command of the command file' }),
  programs: list({ ...TEXT, description: 'a command of the program gongji' }),
  warnings: list(whole({ rule: TEXT, title: WORDS })),
  open: orNull({ ...TEXT, description: 'what of the article nothing serves yet' }),
});

/** The schemas of regions and their documents. */
export function policySchemas(): Schemas {
  return {
    Assumption: {
      ...whole({ id: TEXT, text: WORDS, reason: TEXT }),
      description: 'how a doubtful place of the document is read, and why',
    },
    Regions: whole({ regions: list(whole(IDENTITY)) }),
    Region: whole({
      ...IDENTITY,
      parameters: list(
        whole({ name: TEXT, unit: choice('yuan', 'rate', 'switch'), title: WORDS, by: list(TEXT), article: TEXT }),
      ),
      published: list(
        whole({ effectiveFrom: DAY, values: { type: 'object', additionalProperties: TEXT }, basis: TEXT }),
      ),
      programmes: list(whole({ programme: TEXT, title: WORDS, line: TEXT })),
      exclusions: list(whole({ code: TEXT, title: WORDS, account: choice('may-pay', 'barred'), article: TEXT })),
      assumptions: list({ $ref: reference('Assumption') }),
    }),
    Coverage: whole({
      region: TEXT,
      document: DOCUMENT,
      articles: list(
        whole({
          article: TEXT,
          treatment: choice('computed', 'enforced', 'reported', 'no-rule'),
          by: TEXT,
          served: orNull(SERVED),
        }),
      ),
    }),
  };
}
