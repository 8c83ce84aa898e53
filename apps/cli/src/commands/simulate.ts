import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { LedgerPlace } from '@gongji/api';
import { simulateLedger, SimulationStopped } from '@gongji/api/simulation';
import { PackError, problemText, readPack } from '@gongji/packs';
import {
  NotSimulable,
  simulationTables,
  type Changes,
  type Compared,
  type ComparedGroup,
  type SimulationReport,
} from '@gongji/proof';
import { SingleBar } from 'cli-progress';

export interface SimulateOptions {
  readonly place: LedgerPlace;
  readonly region: string;
  readonly pack?: string;
  readonly set?: readonly string[];
  readonly parameter?: readonly string[];
  readonly from?: string;
  readonly to?: string;
  readonly workers?: number;
  readonly json?: boolean;
  readonly csv?: string;
}

/**
 * `gongji simulate`: decides a region's history again under other rules, and says what would have changed.
 *
 * @returns the exit status: 0, 1 when it was stopped, 2 for what cannot be simulated.
 */
export async function simulate(options: SimulateOptions): Promise<number> {
  const bar = new SingleBar({
    format: '模拟 · simulating |{bar}| {percentage}% {value}/{total}',
    stream: process.stderr,
  });
  const stop = new AbortController();
  const onSignal = (): void => {
    stop.abort();
  };
  process.once('SIGINT', onSignal);
  try {
    const { from, to, workers } = options;
    const changes = await changesIn(options);
    bar.start(1, 0);
    const report = await simulateLedger({
      place: options.place,
      region: options.region,
      changes,
      period: { ...(from === undefined ? {} : { from }), ...(to === undefined ? {} : { to }) },
      ...(workers === undefined ? {} : { workers }),
      signal: stop.signal,
      progress: (persons, of) => {
        bar.setTotal(of);
        bar.update(persons);
      },
    });
    bar.stop();
    if (options.csv !== undefined) await writeTables(options.csv, report);
    process.stdout.write(options.json === true ? `${JSON.stringify(report, null, 1)}\n` : inWords(report));
    return 0;
  } catch (error) {
    return ended(error);
  } finally {
    bar.stop();
    process.removeListener('SIGINT', onSignal);
  }
}

function ended(error: unknown): number {
  if (error instanceof SimulationStopped) {
    process.stderr.write('\n已停止 · stopped\n');
    return 1;
  }
  if (error instanceof PackError) {
    for (const problem of error.problems) process.stderr.write(`${problemText(problem)}\n`);
    return 2;
  }
  if (!(error instanceof NotSimulable)) throw error;
  process.stderr.write(`不能模拟 · cannot be simulated: ${error.message}\n`);
  return 2;
}

async function changesIn({ pack, set = [], parameter = [] }: SimulateOptions): Promise<Changes> {
  const loaded = pack === undefined ? undefined : await readPack(pack);
  return {
    ...(loaded === undefined ? {} : { pack: { pack: loaded.pack, hash: loaded.hash } }),
    rows: set.map((text) => {
      const { name, value } = assignment('--set', text);
      return { row: name, value };
    }),
    parameters: parameter.map((text) => {
      const { name, value: told } = assignment('--parameter', text);
      const [value = '', from] = told.split('@');
      return { name, value, ...(from === undefined ? {} : { from }) };
    }),
  };
}

function assignment(option: string, text: string): { readonly name: string; readonly value: string } {
  const at = text.indexOf('=');
  if (at < 1) throw new NotSimulable(`${option} needs a name, "=" and a value, not "${text}".`);
  return { name: text.slice(0, at), value: text.slice(at + 1) };
}

async function writeTables(folder: string, report: SimulationReport): Promise<void> {
  await mkdir(folder, { recursive: true });
  for (const { name, csv } of simulationTables(report)) await writeFile(join(folder, `${name}.csv`), csv);
}

const DIMENSIONS = { status: '身份 status', age: '年龄 age', tier: '机构级别 tier' } as const;

function inWords(report: SimulationReport): string {
  const { period, rules, all, groups } = report;
  const changes = [...rules.rows.map(({ row, value }) => `${row} = ${value}`), ...rules.parameters.map(inShort)];
  const lines = [
    `${report.region} ${period.from} – ${period.to}, ${rules.pack}${changes.length === 0 ? '' : `, ${changes.join(', ')}`}`,
    `人 persons ${String(report.persons)}, 结算 settlements ${String(report.settlements)}, 有变化 changed ${String(report.changed)}`,
    `统筹基金多支出 cost to the pooled fund ${report.cost}`,
    ...report.lines.map((line) => `  ${line.line}: ${movement(line)}`),
    `患者负担 patients' share ${movement(all.patient)}`,
    `划入个人账户 put into accounts ${movement(all.credited)}`,
    `受益 winners ${String(all.winners)}, 受损 losers ${String(all.losers)}, 不变 unchanged ${String(all.persons - all.winners - all.losers)}`,
    ...groups.map((group) => `  ${DIMENSIONS[group.dimension]} ${group.value}: ${groupInShort(group)}`),
    '变化最大 the largest changes',
    ...report.largest.map(
      ({ personId, gain, patient }) => `  ${personId}: 得 gain ${gain}, 负担 share ${movement(patient)}`,
    ),
    ...Object.entries(report.refusals).map(([code, count]) => `会被拒绝 would be refused: ${code} ${String(count)}`),
    ...(report.taken === 0 ? [] : [`原样保留 taken as they stand: ${String(report.taken)}`]),
  ];
  return `${lines.join('\n')}\n`;
}

function inShort({ name, value, from }: SimulationReport['rules']['parameters'][number]): string {
  return `${name} = ${value}${from === undefined ? '' : ` from ${from}`}`;
}

function movement({ found, simulated, change }: Compared): string {
  return `${found} → ${simulated} (${change.startsWith('-') ? '' : '+'}${change})`;
}

function groupInShort({ persons, winners, losers, patient, gain }: ComparedGroup): string {
  return `${String(persons)} 人, +${String(winners)} −${String(losers)}, 得 gain ${gain}, 负担 share ${movement(patient)}`;
}
