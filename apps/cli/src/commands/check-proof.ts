import { readFile } from 'node:fs/promises';
import {
  checkProof,
  ProofRefused,
  readVerifierFile,
  settlementIn,
  type Proven,
  type ProvenBalance,
} from '@gongji/proof';

export interface CheckProofOptions {
  /** Files of the public keys to believe. */
  readonly key: readonly string[];
  readonly json?: boolean;
}

/**
 * `gongji check-proof`: checks a proof file with a public key alone, and says what it proves.
 *
 * @returns the exit status: 0 when it holds, 1 when it is refused.
 */
export async function checkProofFile(file: string, { key, json = false }: CheckProofOptions): Promise<number> {
  const known = await Promise.all(key.map(readVerifierFile));
  const text = await readFile(file, 'utf8');
  try {
    const proven = checkProof(text, known);
    process.stdout.write(json ? `${JSON.stringify({ ok: true, ...proven }, null, 1)}\n` : inWords(proven));
    return 0;
  } catch (error) {
    if (!(error instanceof ProofRefused)) throw error;
    const refused = { ok: false, message: error.message };
    process.stdout.write(json ? `${JSON.stringify(refused, null, 1)}\n` : `不成立 · refused: ${error.message}\n`);
    return 1;
  }
}

function inWords(proven: Proven): string {
  const { sealed } = proven;
  const seal = `已由 · sealed by ${sealed.by} (${String(sealed.events)} events)\n`;
  if (proven.kind === 'balance') return `成立 · proven\n${balanceInWords(proven)}${seal}`;
  const { number, type, stream, revision, occurredOn, recordedAt, actor } = proven;
  const event = `事件 · event ${String(number)}: ${type}, revision ${revision} of ${stream}\n`;
  const times = `业务日期 · dated ${occurredOn}, 记录 · recorded ${recordedAt} by ${actor}\n`;
  if (proven.kind === 'event') return `成立 · proven\n${event}${times}${seal}`;
  const { visitId, total, pooled, account, cash } = settlementIn(proven);
  const parts = `统筹 · pooled ${pooled}, 个人账户 · account ${account}, 现金 · cash ${cash}`;
  return `成立 · proven\n结算 · settlement of ${visitId}: 总额 · total ${total} = ${parts}\n${event}${times}${seal}`;
}

function balanceInWords({ region, personId, asOf, knownAt, balance, from, upTo, next }: ProvenBalance): string {
  const day = asOf === null ? '' : ` 截至 · as of ${asOf}`;
  const begin =
    from.type === 'InsuredEnrolled'
      ? '自参保起 · from the enrolment'
      : `自结转起 · from the carry-over (${from.balance}, all recorded before it)`;
  const end =
    next === null
      ? `至 · to revision ${upTo.revision}; 证明未含其后事件 · the proof shows no event after it`
      : `至 · to revision ${upTo.revision}; 下一事件 · the next is event ${String(next.number)}`;
  const known = `已知至 · as known at ${String(knownAt)}`;
  return `余额 · balance of ${personId} (${region})${day}, ${known}: ${balance}\n${begin}, ${end}\n`;
}
