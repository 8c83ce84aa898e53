import { offers } from '@gongji/api';
import { PackError, problemText, readManifest, readPack, recordPack } from '@gongji/packs';

/** Where lines go: standard output, or a stand-in in a test. */
type Say = (line: string) => void;

const print: Say = (line) => {
  process.stdout.write(`${line}\n`);
};

/**
 * `gongji pack check DIR`: reads a pack as the program would, and says everything that is wrong with it, each with file and line.
 *
 * @param programs the program's own commands: articles may be served by them.
 * @returns the exit status: 0 with a summary, or 1 with the problems.
 */
export async function checkPack(folder: string, programs: readonly string[], say: Say = print): Promise<number> {
  return reporting(say, async () => {
    const { pack, hash, tests, supervision } = await readPack(folder, {
      ...(await offers()),
      programs: new Set(programs),
    });
    const rows = pack.tables.reduce((sum, { rows: { length } }) => sum + length, 0);
    const computed = [...tests.values()].filter((files) => files.length > 0).length;
    say(`${pack.name.zh} · ${pack.name.en}: 没有问题 · no problems`);
    say(`  版本 version ${pack.version}, ${pack.document.id}`);
    say(`  表 tables ${pack.tables.length}, 行 rows ${rows}, 项目 programmes ${pack.programmes.length}`);
    say(`  条款 articles ${pack.coverage.length}, 其中计算 computed ${computed}`);
    const open = supervision.served.filter(({ open: missing }) => missing !== null).length;
    say(`  监督条款 articles served by name ${supervision.served.length}, 其中未尽 with something open ${open}`);
    say(`  本地参数 local parameters ${pack.parameters.length}`);
    say(`  ${await recordedAs(folder, { version: pack.version, hash })}`);
  });
}

async function recordedAs(folder: string, now: { readonly version: string; readonly hash: string }): Promise<string> {
  const manifest = await readManifest(folder);
  if (manifest?.version === now.version && manifest.hash === now.hash) return '已登记 recorded in manifest.json';
  if (manifest?.version === now.version) {
    return `版本 ${now.version} 已以其他内容登记 · version ${now.version} is recorded with another content: give the change a new version`;
  }
  return '尚未登记 · not recorded yet: gongji pack record';
}

/**
 * `gongji pack record DIR`: writes version and hash into manifest.json, so that the program takes the pack.
 *
 * @returns the exit status: 0, or 1 where the pack is not in order or its version is recorded with another content.
 */
export async function recordPackIn(
  folder: string,
  options: { readonly sameVersion: boolean },
  say: Say = print,
): Promise<number> {
  return reporting(say, async () => {
    const { version, hash } = await recordPack(folder, options);
    say(`已登记 · recorded: version ${version}, ${hash}`);
  });
}

async function reporting(say: Say, work: () => Promise<void>): Promise<number> {
  try {
    await work();
    return 0;
  } catch (error) {
    if (!(error instanceof PackError)) throw error;
    for (const problem of error.problems) say(problemText(problem));
    say(`${error.problems.length} 个问题 · problems`);
    return 1;
  }
}
