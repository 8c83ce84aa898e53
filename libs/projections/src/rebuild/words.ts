import type { EventStore } from '@gongji/event-store';
import type { Engine } from '../engine/engine.ts';
import type { Projection } from '../projection.ts';
import type { Example, TableDifference } from './difference.ts';
import { rebuild, RebuildStopped, type RebuiltView } from './rebuild.ts';

/** What became of a rebuilt view, for an operator: one line, and below it where the copy differs. */
export function wordsOf(rebuilt: RebuiltView): readonly string[] {
  const { view, outcome, fromVersion, toVersion, position, rebuiltHash, liveHash, swapped, differences } = rebuilt;
  const at = `at position ${String(position)}`;
  const head = {
    equal: `${view}: equal ${at}, state hash ${rebuiltHash}`,
    changed: `${view}: version ${String(fromVersion)} became ${String(toVersion)}; ${at} the state hash was ${liveHash} and is ${rebuiltHash}`,
    differs: `${view}: DIFFERS ${at} although its version is the same: state hash ${liveHash}, rebuilt ${rebuiltHash}`,
  }[outcome];
  const tail = swapped ? 'swapped in' : 'the live view was kept';
  return [`${head}; ${tail}`, ...differences.flatMap(linesOf)];
}

function linesOf(difference: TableDifference): readonly string[] {
  const { table, changed, onlyLive, onlyRebuilt, columns, addedColumns, removedColumns, examples } = difference;
  const counts = Object.entries(columns).map(([column, rows]) => `${column} in ${String(rows)}`);
  return [
    `  ${table}: ${String(changed)} rows changed, ${String(onlyRebuilt)} new, ${String(onlyLive)} gone`,
    ...(counts.length > 0 ? [`    columns: ${counts.join(', ')}`] : []),
    ...(addedColumns.length > 0 ? [`    new columns: ${addedColumns.join(', ')}`] : []),
    ...(removedColumns.length > 0 ? [`    columns gone: ${removedColumns.join(', ')}`] : []),
    ...examples.map(exampleOf),
  ];
}

function exampleOf({ key, live, rebuilt }: Example): string {
  const row = (values: Example['live']): string => (values === null ? 'no row' : JSON.stringify(values));
  return `    ${Object.values(key).join(' ')}: was ${row(live)}, is ${row(rebuilt)}`;
}

/** Rebuilds views that an older version of the program made, telling how far it is and what changed. */
export async function rebuildOutdated(
  engine: Engine,
  store: EventStore,
  outdated: readonly Projection[],
  {
    signal,
    tell = () => undefined,
  }: { readonly signal?: AbortSignal | undefined; readonly tell?: (line: string) => void },
): Promise<void> {
  const names = outdated.map(({ name }) => name).join(', ');
  tell(`rebuilding views of an older version: ${names}`);
  let tenths = 0;
  const progress = ({ position, target }: { readonly position: number; readonly target: number }): void => {
    const reached = Math.floor((10 * position) / Math.max(1, target));
    if (reached <= tenths) return;
    tenths = reached;
    tell(`rebuilding ${names}: ${String(position)} of ${String(target)} events`);
  };
  try {
    const done = await rebuild(engine, store, outdated, { progress, ...(signal === undefined ? {} : { signal }) });
    for (const line of done.flatMap(wordsOf)) tell(line);
  } catch (error) {
    // The program is closing; what is filled is kept for the next start.
    if (!(error instanceof RebuildStopped)) throw error;
  }
}
