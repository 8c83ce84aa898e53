import { readFileSync } from 'node:fs';
import { describe, expect, jest, test } from '@jest/globals';
import { main } from './main.ts';

/* Every command that an operator is told to give exists, with its options. */

const FILES = [
  'README.md',
  'deploy/README.md',
  'deploy/scaling.md',
  'deploy/kubernetes/embedded/backup.yaml',
  'deploy/kubernetes/eventstoredb/copy.yaml',
];

/** Lines that are typed: in Markdown those set as code, in a manifest all. */
function typedLines(file: string): readonly string[] {
  const lines = readFileSync(new URL(`../../../${file}`, import.meta.url), 'utf8').split('\n');
  if (!file.endsWith('.md')) return lines;
  return lines.flatMap((line) => {
    if (line.startsWith('    ')) return [line];
    return [...line.matchAll(/`([^`]+)`/g)].map(([, code = '']) => code);
  });
}

/** The words after `gongji` in a line: "backup /backup --store data/ledger". Compose and Kubernetes have a service of the same name. */
function commandsIn(line: string): readonly string[] {
  const [code = ''] = line.split(/\s#\s/);
  const before = /\b(docker|kubectl) /.test(code) ? /gongji gongji |-- gongji / : /(?:^|\s)gongji /;
  const [, ...commands] = code.split(before);
  return commands.filter((command) => /^[a-z]/.test(command)).map((command) => command.trim());
}

/** What the program says of a command when it is asked for help, or undefined where it has no such command. */
async function helpOf(...words: readonly string[]): Promise<string | undefined> {
  const said: string[] = [];
  const spies = [process.stdout, process.stderr].map((stream) =>
    jest.spyOn(stream, 'write').mockImplementation((piece) => said.push(String(piece)) > 0),
  );
  try {
    await main(['node', 'gongji', ...words, '--help']);
  } finally {
    for (const spy of spies) spy.mockRestore();
  }
  const help = said.join('');
  return help.startsWith(`Usage: gongji ${words.join(' ')} `) ? help : undefined;
}

const commands = [...new Set(FILES.flatMap((file) => typedLines(file).flatMap(commandsIn)))];

describe('the runbook', () => {
  test('tells of the commands that keep a ledger', () => {
    const told = new Set(commands.map((command) => command.split(/[\s|]/)[0]));
    expect([...told]).toEqual(
      expect.arrayContaining(['run', 'serve', 'backup', 'restore', 'copy', 'key', 'seal', 'verify', 'rebuild']),
    );
  });

  test.each(commands)('gongji %s', async (command) => {
    const words = /^[a-z-]+(?: [a-z]+(?= |$))?/.exec(command)?.[0].split(' ') ?? [];
    const help = (await helpOf(...words)) ?? (await helpOf(...words.slice(0, 1)));
    expect(help).toBeDefined();
    for (const [option] of command.matchAll(/(?<=\s)--[a-z-]+/g)) expect(help).toContain(`${option} `);
  });

  test('knows an invented command', async () => {
    expect(await helpOf('mend')).toBeUndefined();
  });
});
