import { readFileSync } from 'node:fs';
import { answersOf } from '../support/test-ledger.ts';

interface Given {
  readonly commandId: string;
  readonly type: string;
  readonly personId?: string;
  readonly claimId?: string;
  readonly month?: string;
  readonly [field: string]: unknown;
}

const SAMPLE = new URL('../../samples/zibo.ndjson', import.meta.url);

/** Of the sample's people every family, whose numbers follow one another, and some of the others. */
const SOME_PEOPLE = /^zb-(00\d|01\d|02[34]|03[78]|06[356]|079|080|103|107|108|121|122|135|901|902|903)$/;

/** They say up to which position they counted, and a finished hold may stand elsewhere after a kill: runs would differ in that. */
const COUNTED_TO_A_POSITION = /^(PayPrepayment|PayInstitution|ClearInstitution|ApprovePayment|RecordPayment)$/;

/** Months in which everybody is credited; each is a long process, and a few are enough. */
const CREDITED_MONTHS = new Set(['2023-02', '2024-01']);

/** More than one group of a region-wide command can hold. */
const RETIRED = 600;

/**
 * A command file that has everything which a kill could tear apart: families' accounts, claims, months credited to many, years carried
 * over. It holds accepted commands, for a refused one is decided anew when the file comes again (COMMANDS.md), some that every
 * run refuses, and questions at its end.
 */
export async function commandFile(): Promise<readonly string[]> {
  const commands = [...someOfTheSample()];
  const answers = await answersOf(commands);
  const accepted = commands.filter((_command, at) => answers[at]?.ok === true);
  return [...accepted, ...ALWAYS_REFUSED, ...QUESTIONS].map((command) => JSON.stringify(command));
}

function* someOfTheSample(): Iterable<Given> {
  const claims = new Set<string>();
  let enrolled = false;
  for (const line of readFileSync(SAMPLE, 'utf8').split('\n')) {
    const command = read(line);
    if (command === undefined || !isWanted(command, claims)) continue;
    if (command.type === 'EnrolPerson' && !enrolled) {
      enrolled = true;
      yield* manyRetired();
    }
    yield command;
  }
}

/** Some of the sample's lines are mistakes on purpose. */
function read(line: string): Given | undefined {
  try {
    return JSON.parse(line) as Given;
  } catch {
    return undefined;
  }
}

function isWanted({ type, personId, claimId, month = '' }: Given, claims: Set<string>): boolean {
  if (type === 'GetPerson' || type === 'GetFund' || COUNTED_TO_A_POSITION.test(type)) return false;
  if (type === 'CreditMonth') return CREDITED_MONTHS.has(month);
  if (type === 'ApproveClaim' || type === 'RejectClaim') return claims.has(claimId ?? '');
  if (personId !== undefined && !SOME_PEOPLE.test(personId)) return false;
  if (type === 'SubmitClaim') claims.add(claimId ?? '');
  return true;
}

function* manyRetired(): Iterable<Given> {
  for (let at = 0; at < RETIRED; at += 1) {
    const about = { birthDate: '1950-01-01', employment: 'retired', plan: 'pooled-and-account', from: '2022-01-01' };
    yield {
      commandId: `retired-${String(at)}`,
      type: 'EnrolPerson',
      region: 'zibo',
      personId: `R${String(at)}`,
      ...about,
    };
  }
}

const ALWAYS_REFUSED: readonly object[] = [
  { commandId: 'x-1', type: 'SuspendEntitlement', region: 'zibo', personId: 'nobody', from: '2024-01-01' },
  { commandId: 'x-2', type: 'SettleVisit', region: 'zibo' },
  { commandId: 'x-3', type: 'CreditMonth', region: 'nowhere', month: '2023-01' },
];

const QUESTIONS: readonly object[] = [
  ...['zb-009', 'zb-010', 'zb-121', 'zb-122', 'R0', `R${String(RETIRED - 1)}`].map((personId) => ({
    ...{ commandId: `ask-${personId}`, type: 'GetPerson', region: 'zibo', personId },
  })),
  { commandId: 'ask-fund', type: 'GetFund', region: 'zibo', from: '2023-01-01', to: '2024-12-31' },
];
