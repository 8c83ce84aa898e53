import { openStore, type LedgerPlace } from '@gongji/api';
import { EventsMissing, RebuildStopped, VIEW_NAMES, Views, wordsOfRebuilt, type ViewName } from '@gongji/projections';
import { SingleBar } from 'cli-progress';

export interface RebuildRequest {
  /** Where the ledger is. */
  readonly place: LedgerPlace;
  readonly accept: boolean;
  readonly discard: boolean;
}

/**
 * `gongji rebuild [VIEW…]`: fills a copy of each view beside the live one, compares the two at the same position and swaps them. The
 * service may run meanwhile. Interrupted (Ctrl-C), it keeps what it has; the next call goes on there.
 *
 * @returns the exit status: 0; 1 when a view differed although its version is the same, or the log has a gap; 2 for an unknown view; 130 when interrupted.
 */
export async function rebuild(names: readonly string[], options: RebuildRequest): Promise<number> {
  const unknown = names.filter((name) => !isView(name));
  if (unknown.length > 0) {
    say(`没有这个视图 · no view ${unknown.join(', ')}; there are ${VIEW_NAMES.join(', ')}`);
    return 2;
  }
  const views = names.length === 0 ? VIEW_NAMES : names.filter(isView);
  const place = options.place.views ?? options.place.folder;
  if (options.discard) {
    for (const view of views) if (await Views.discardRebuild(place, view)) say(`${view}: thrown away`);
    return 0;
  }
  const store = await openStore(options.place, { readOnly: true });
  const stop = new AbortController();
  const interrupt = (): void => {
    stop.abort();
  };
  process.once('SIGINT', interrupt).once('SIGTERM', interrupt);
  const bar = new SingleBar({
    format: '重建 · rebuilding |{bar}| {percentage}% {value}/{total}',
    stream: process.stderr,
  });
  bar.start(1, 0);
  try {
    const done = await Views.rebuild(place, store, views, {
      signal: stop.signal,
      accept: options.accept,
      progress: ({ position, target }) => {
        bar.setTotal(Math.max(1, target));
        bar.update(position);
      },
    });
    bar.stop();
    process.stdout.write(`${done.flatMap(wordsOfRebuilt).join('\n')}\n`);
    return done.some(({ outcome }) => outcome === 'differs') ? 1 : 0;
  } catch (error) {
    bar.stop();
    if (error instanceof EventsMissing) {
      say(`日志缺少事件 · ${error.message} \`gongji verify\` says more.`);
      return 1;
    }
    if (!(error instanceof RebuildStopped)) throw error;
    say('已停止，下次继续 · stopped; the next rebuild goes on there');
    return 130;
  } finally {
    bar.stop();
    process.removeListener('SIGINT', interrupt).removeListener('SIGTERM', interrupt);
    await store.close();
  }
}

function isView(name: string): name is ViewName {
  return (VIEW_NAMES as readonly string[]).includes(name);
}

function say(message: string): void {
  process.stderr.write(`${message}\n`);
}
