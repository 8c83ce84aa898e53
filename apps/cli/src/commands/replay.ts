import { once } from 'node:events';
import { openStore, placeOf, setting } from '@gongji/api';
import { explanationOf } from '@gongji/api/explanation';
import { Policies } from '@gongji/application';
import { institutionStream, isDate, personStream, type CompactStep, type Policy } from '@gongji/core';
import { replay, type Difference, type ReplayedEvent, type ReplayOptions } from '@gongji/proof';
import { EVENT_TITLES } from '../event-titles.ts';

export interface ReplayCommandOptions {
  readonly store?: string;
  readonly region?: string;
  readonly person?: string;
  readonly institution?: string;
  readonly type?: readonly string[];
  readonly from?: string;
  readonly to?: string;
  readonly actor?: string;
  readonly after?: number;
  readonly upTo?: number;
  readonly limit?: number;
  readonly json?: boolean;
}

/** A wrong option, in one sentence. */
class WrongOption extends Error {
  override readonly name = 'WrongOption';
}

/**
 * `gongji replay`: steps through the log, in words or as NDJSON. Reads only; the log is never held.
 *
 * @returns the exit status: 0, or 2 for wrong options.
 */
export async function replayLog(options: ReplayCommandOptions): Promise<number> {
  const chosen = chosenBy(options);
  if (chosen instanceof WrongOption) {
    process.stderr.write(`gongji: ${chosen.message}\n`);
    return 2;
  }
  const { limit = Infinity } = options;
  const policies = await Policies.load();
  const store = await openStore(placeOf(options.store, setting('EVENTSTORE_URL'), undefined), { readOnly: true });
  try {
    let count = 0;
    let last: ReplayedEvent | undefined;
    for await (const event of replay(store, chosen)) {
      if (count >= limit) {
        if (options.json !== true) await say(`… 继续 · go on with --after ${String(last?.position)}\n`);
        break;
      }
      await say(options.json === true ? `${JSON.stringify(event)}\n` : inWords(event, decidingPolicy(event, policies)));
      count += 1;
      last = event;
    }
    if (count === 0 && options.json !== true) await say('没有符合条件的事件 · no event fits\n');
    return 0;
  } finally {
    await store.close();
  }
}

/** Waits where the reader is slower than the log. */
async function say(text: string): Promise<void> {
  if (!process.stdout.write(text)) await once(process.stdout, 'drain');
}

function chosenBy(options: ReplayCommandOptions): ReplayOptions | WrongOption {
  const wrong = wrongIn(options);
  if (wrong !== undefined) return new WrongOption(wrong);
  const { region, type: types, from, to, actor, after, upTo } = options;
  const positions = { after: positionOf(after), upTo: positionOf(upTo) };
  const told = { stream: streamOf(options), region, types, from, to, actor, ...positions };
  return Object.fromEntries(Object.entries(told).filter(([, value]) => value !== undefined));
}

function positionOf(told: number | undefined): bigint | undefined {
  return told === undefined ? undefined : BigInt(told);
}

function streamOf({ region = '', person, institution }: ReplayCommandOptions): string | undefined {
  if (person !== undefined) return personStream(region, person);
  return institution === undefined ? undefined : institutionStream(region, institution);
}

/** What is wrong with the options, in one sentence. */
function wrongIn({ region, person, institution, type = [], ...dates }: ReplayCommandOptions): string | undefined {
  for (const name of ['from', 'to'] as const) {
    const day: unknown = dates[name];
    if (day !== undefined && !isDate(day)) return `--${name} must be a date such as 2023-06-30.`;
  }
  const unknown = type.find((each) => !Object.hasOwn(EVENT_TITLES, each));
  if (unknown !== undefined) return `there is no event type ${unknown}.`;
  if (person !== undefined && institution !== undefined) return '--person and --institution cannot be asked together.';
  if (region === undefined && (person ?? institution) !== undefined) {
    return '--region is missing: whose person or institution?';
  }
  return undefined;
}

/** The rules that decided, where this program has them: rows of another version would name the wrong articles. */
function decidingPolicy({ stream, rules }: ReplayedEvent, policies: Policies): Policy | undefined {
  const policy = policies.of(/^[a-z]+-([^.]+)/.exec(stream)?.[1] ?? '');
  return policy?.hash === rules?.packHash ? policy : undefined;
}

function inWords(event: ReplayedEvent, policy: Policy | undefined): string {
  const { position, type, occurredOn, stream, revision, recordedAt, actor, role, commandId } = event;
  const lines = [
    `#${position} ${EVENT_TITLES[type]} ${type} · ${occurredOn} · ${stream}/${revision}`,
    `  记录 recorded ${recordedAt} · 经办 by ${actor} (${role}) · 命令 command ${commandId}`,
    ...explained(event, policy).map((line) => `  ${line}`),
    ...changed(event).map((line) => `  ${line}`),
  ];
  return `${lines.join('\n')}\n`;
}

/** The steps of a settlement, or the rows that decided, each with its article. */
function explained({ data }: ReplayedEvent, policy: Policy | undefined): readonly string[] {
  const { steps, rows } = data as { readonly steps?: readonly CompactStep[]; readonly rows?: readonly string[] };
  if (steps !== undefined) {
    return explanationOf(steps, policy).explanation.flatMap(({ words }) => [`说明 ${words.zh}`, `     ${words.en}`]);
  }
  return (rows ?? []).map((row) => `依据 rule ${row}${policy === undefined ? '' : `: ${policy.articleOf(row)}`}`);
}

function changed({ before, after, changes }: ReplayedEvent): readonly string[] {
  if (after === null) return [];
  if (before === null) return [`之后 after ${JSON.stringify(after)}`];
  return changes.map(({ field, expected, found }: Difference) => `变化 ${field}: ${expected ?? '–'} → ${found ?? '–'}`);
}
