import { Policies } from '@gongji/application';
import { Policy, type PolicyTable } from '@gongji/core';
import { policies } from './test-ledger.ts';

/** A rule book that remembers which of its rows decided something. */
class RecordingPolicy extends Policy {
  readonly rows = new Set<string>();

  override number(...asked: Parameters<Policy['number']>): ReturnType<Policy['number']> {
    const answer = super.number(...asked);
    this.rows.add(answer.row);
    return answer;
  }

  override word(...asked: Parameters<Policy['word']>): ReturnType<Policy['word']> {
    const answer = super.word(...asked);
    this.rows.add(answer.row);
    return answer;
  }

  /** Asked for the words of an answer: the rule of every step that a settlement explains. */
  override ruleArticle(rule: string): string {
    this.rows.add(rule);
    return super.ruleArticle(rule);
  }
}

export interface RecordingPolicies {
  readonly policies: Policies;
  /** Rows of a region ("ordinary.rate/3") and exclusions ("exclusion/abroad") that were asked so far. */
  rows(region: string): ReadonlySet<string>;
}

/** The rule books that travel with the program, each remembering what it was asked. */
export async function recordingPolicies(): Promise<RecordingPolicies> {
  const loaded = await policies();
  const recording = loaded.regions().map((region) => {
    const { pack, hash } = loaded.of(region) as Policy;
    return new RecordingPolicy(pack, hash);
  });
  return {
    policies: new Policies(recording),
    rows: (region) => recording.find(({ pack }) => pack.region === region)?.rows ?? new Set(),
  };
}

/** A row of a table, or an exclusion, under the name that events give it. */
export interface NamedRow {
  readonly id: string;
  readonly table: string;
  readonly when: PolicyTable['rows'][number]['when'];
}

/** Every row of a region's tables, and every exclusion. */
export async function everyRow(region: string): Promise<readonly NamedRow[]> {
  const { pack } = (await policies()).of(region) as Policy;
  return [
    ...pack.tables.flatMap(({ table, rows }) =>
      rows.map(({ when }, at) => ({ id: `${table}/${String(at + 1)}`, table, when })),
    ),
    ...pack.exclusions.map(({ code }) => ({ id: `exclusion/${code}`, table: 'exclusion', when: undefined })),
  ];
}
