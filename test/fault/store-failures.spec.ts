import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { logIn } from './end-state.ts';
import { gongji, GongjiRun, type Ended } from './gongji.ts';
import { guarded, mounted, type Place } from './places.ts';
import { Undisturbed } from './undisturbed.ts';

let undisturbed: Undisturbed;

beforeAll(async () => {
  undisturbed = await Undisturbed.run();
}, 120_000);

afterAll(() => undisturbed.remove());

/** One sentence for the operator on standard error, exit status 1, and no answer that an undisturbed run would not give. */
function expectFailure({ status, lines, stderr }: Ended, sentence: string | RegExp): void {
  const said = stderr.replace(/^.*persons\n|^finishing .*\n/gm, '');
  expect({ status, said }).toEqual({ status: 1, said: expect.stringMatching(/^gongji: [A-Z][^\n]*\.\n$/) as unknown });
  if (typeof sentence === 'string') expect(said).toBe(`gongji: ${sentence}\n`);
  else expect(said).toMatch(sentence);
  undisturbed.checkAnswers(lines);
}

/** The same file again, once the cause is gone. */
async function expectMended(folder: string): Promise<void> {
  const { status, lines } = await gongji({ file: undisturbed.file, store: folder });
  expect({ status, answers: lines.length }).toEqual({ status: 0, answers: undisturbed.answers.length });
  undisturbed.checkAnswers(lines);
  await undisturbed.checkEnd(folder);
}

/** Whether a way is open on this machine; where it is not, the test says so and asks nothing. */
function isOpen(place: Place | undefined, way: string): place is Place {
  if (place === undefined) console.warn(`Passed over: ${way} is not possible here.`);
  return place !== undefined;
}

describe('a folder that another process holds', () => {
  test('is refused, and the one who holds it goes on', async () => {
    const folder = join(undisturbed.base, 'held');
    const [first = '', ...rest] = readFileSync(undisturbed.file, 'utf8').split(/(?<=\n)/);
    const holder = new GongjiRun({ file: '-', store: folder, input: first, open: true });
    await holder.says(() => holder.lines.length === 1);
    const sentence = `The event log in ${folder} is held by another process: only one may write to it at a time.`;
    const second = await gongji({ file: undisturbed.file, store: folder });
    expectFailure(second, sentence);
    expect(second.lines).toEqual([]);
    holder.write(rest.join(''));
    holder.finish();
    const { status, lines } = await holder.end();
    expect(status).toBe(0);
    undisturbed.checkAnswers(lines);
    await undisturbed.checkEnd(folder);
  }, 60_000);
});

describe('a disk that is full', () => {
  test.each([0.2, 1.5, 4, 7])(
    'with %d MB left: what was answered is there, and nothing by half',
    async (megabytes) => {
      const disk = mounted(64);
      if (!isOpen(disk, 'mounting a file system')) return;
      try {
        const folder = join(disk.folder, 'log');
        writeFileSync(join(disk.folder, 'ballast'), Buffer.alloc(Math.round((64 - megabytes) * 1024 * 1024)));
        expectFailure(
          await gongji({ file: undisturbed.file, store: folder }),
          /^gongji: There is no space left for the (event log|views) in /,
        );
        rmSync(join(disk.folder, 'ballast'));
        undisturbed.checkBeginning(await logIn(folder).catch(() => []));
        await expectMended(folder);
      } finally {
        disk.undo();
      }
    },
    60_000,
  );

  // Works wherever there is a shell: a file may not grow beyond so many blocks of 1024 bytes.
  test.each([300, 2500])(
    'files of at most %d KB: the same',
    async (kilobytes) => {
      const folder = join(undisturbed.base, `limited-${String(kilobytes)}`);
      const limit = `ulimit -f ${String(kilobytes)}`;
      expectFailure(
        await gongji({ file: undisturbed.file, store: folder, limit }),
        /^gongji: The (event log|views) in /,
      );
      undisturbed.checkBeginning(await logIn(folder));
      await expectMended(folder);
    },
    60_000,
  );
});

describe('a folder that cannot be written', () => {
  test.each([
    ['a read-only file system', () => mounted(64)],
    ['a folder that forbids it', guarded],
  ])(
    '%s: is refused, and stays as it was',
    async (way, make) => {
      const place = make();
      if (!isOpen(place, way)) return;
      const folder = join(place.folder, 'log');
      mkdirSync(folder);
      try {
        const some = readFileSync(undisturbed.file, 'utf8')
          .split(/(?<=\n)/)
          .slice(0, 700)
          .join('');
        expect((await gongji({ file: '-', store: folder, input: some })).status).toBe(0);
        const before = contentOf(folder);
        place.freeze();
        const failed = await gongji({ file: undisturbed.file, store: folder }).finally(() => {
          place.thaw();
        });
        expectFailure(failed, `The event log in ${folder} cannot be written: it is read-only.`);
        expect(failed.lines).toEqual([]);
        expect(contentOf(folder)).toEqual(before);
        await expectMended(folder);
      } finally {
        place.undo();
      }
    },
    60_000,
  );

  test('a new folder where none can be made', async () => {
    const place = mounted(1);
    if (!isOpen(place, 'mounting a file system')) return;
    try {
      place.freeze();
      const folder = join(place.folder, 'new');
      expectFailure(
        await gongji({ file: undisturbed.file, store: folder }),
        `The event log in ${folder} cannot be written: it is read-only.`,
      );
    } finally {
      place.undo();
    }
  }, 30_000);
});

function contentOf(folder: string): { readonly [name: string]: string } {
  return Object.fromEntries(
    readdirSync(folder)
      .sort()
      .map((name) => [name, readFileSync(join(folder, name)).toString('base64')]),
  );
}

describe('a path that is none', () => {
  test('a store whose name is a file’s', async () => {
    const folder = join(undisturbed.base, 'file');
    writeFileSync(folder, 'mine');
    const sentence = `The folder ${folder} cannot be made: there is a file of that name.`;
    expectFailure(await gongji({ file: undisturbed.file, store: folder }), sentence);
    expect(readFileSync(folder, 'utf8')).toBe('mine');
  }, 30_000);

  test('a command file that is not there makes no store', async () => {
    const folder = join(undisturbed.base, 'none');
    const { status, lines, stderr } = await gongji({ file: join(undisturbed.base, 'nowhere'), store: folder });
    expect({ status, lines }).toEqual({ status: 1, lines: [] });
    expect(stderr).toMatch(/^gongji: cannot read .*nowhere \(ENOENT\)\n$/);
    expect(readdirSync(undisturbed.base)).not.toContain('none');
  }, 30_000);
});
