import { readFile } from 'node:fs/promises';
import type { LedgerPlace } from '@gongji/api';
import { verifyLedger, VerificationStopped } from '@gongji/api/verification';
import {
  hexOf,
  openCheckpoint,
  readVerifierFile,
  type Kept,
  type Problem,
  type VerificationReport,
} from '@gongji/proof';
import { SingleBar } from 'cli-progress';
import { keyFolderOf } from './key.ts';

export interface VerifyOptions {
  readonly place: LedgerPlace;
  readonly keys?: string;
  /** Files of the public keys to believe, and no others. */
  readonly key: readonly string[];
  /** Files of checkpoints that were kept outside. */
  readonly checkpoint: readonly string[];
  readonly resume?: string;
  readonly workers?: number;
  readonly json?: boolean;
}

/** Problems that are shown to people; `json` has more. */
const SHOWN = 20;

/**
 * `gongji verify`: checks chains and seals, decides everything again, compares every view.
 *
 * @returns the exit status: 0 when everything fits, 1 when not or when it was stopped.
 */
export async function verify(options: VerifyOptions): Promise<number> {
  const believed =
    options.key.length > 0
      ? await Promise.all(options.key.map(readVerifierFile))
      : await keyFolderOf(options).verifiers();
  const kept = await Promise.all(
    options.checkpoint.map(async (file): Promise<Kept> => {
      const { size, root } = openCheckpoint(await readFile(file, 'utf8'), believed);
      return { size, root: hexOf(root), source: file };
    }),
  );
  const bar = new SingleBar({
    format: '核验 · verifying |{bar}| {percentage}% {value}/{total}',
    stream: process.stderr,
  });
  bar.start(1, 0);
  const stop = new AbortController();
  const onSignal = (): void => {
    stop.abort();
  };
  process.once('SIGINT', onSignal);
  try {
    const report = await verifyLedger({
      place: options.place,
      keys: believed.map(({ text }) => text),
      kept,
      signal: stop.signal,
      ...(options.resume === undefined ? {} : { resume: options.resume }),
      ...(options.workers === undefined ? {} : { workers: options.workers }),
      progress: (position, upTo) => {
        bar.setTotal(Number(upTo));
        bar.update(Number(position));
      },
    });
    bar.stop();
    process.stdout.write(options.json === true ? `${JSON.stringify(report, null, 1)}\n` : inWords(report, options));
    return report.ok ? 0 : 1;
  } catch (error) {
    if (!(error instanceof VerificationStopped)) throw error;
    process.stderr.write(
      `\n已停止 · stopped${options.resume === undefined ? '' : `, goes on from ${options.resume}`}\n`,
    );
    return 1;
  } finally {
    bar.stop();
    process.removeListener('SIGINT', onSignal);
  }
}

function inWords(report: VerificationReport, { key }: VerifyOptions): string {
  const counts = `${String(report.events)} events, ${String(report.decided)} decided again, ${String(report.sealed)} under a seal`;
  const trust = key.length > 0 ? '' : '密钥取自账本自身 · the keys are the ledger’s own; name yours with --key\n';
  if (report.ok) return `${trust}一致 · everything fits: ${counts}\n`;
  const lines = report.problems.slice(0, SHOWN).map(lineOf);
  const more = report.problemCount - lines.length;
  return `${trust}不一致 · ${String(report.problemCount)} things do not fit (${counts})\n${lines.join('')}${more > 0 ? `  … ${String(more)} more\n` : ''}`;
}

function lineOf({ kind, position, message, differences = [] }: Problem): string {
  const where = position === null ? '' : ` position ${position}`;
  const details = differences.map(
    ({ field, expected, found }) => `      ${field}: expected ${String(expected)}, found ${String(found)}\n`,
  );
  return `  [${kind}]${where} ${message}\n${details.join('')}`;
}
