import type { RecordedEvent } from '@gongji/event-store';
import { closeHold } from './close-hold.ts';
import { finishSequel } from './finish-sequel.ts';
import { finishProcess, type ProcessTools } from './run-process.ts';

/** Finishes what a crash or a failing store left open, from the log alone. Nothing else is written meanwhile. */
export async function mend(tools: ProcessTools): Promise<void> {
  await mendPairs(tools, () => true);
  for (const { region, commandId } of await tools.views.unfinishedProcesses()) {
    tools.progress?.(`finishing ${commandId} of ${region}, which was interrupted`);
    await finishProcess(tools, region, commandId);
  }
}

/** Finishes holds and other events in two streams of which only the first is there, by the first one's position. */
async function mendPairs(tools: ProcessTools, isDue: (position: string) => boolean): Promise<void> {
  await tools.views.catchUp();
  for (const { position } of await tools.views.openHolds()) {
    if (isDue(position)) await finish(tools, position, closeHold);
  }
  for (const { position } of await tools.views.missingSequels()) {
    if (isDue(position)) await finish(tools, position, finishSequel);
  }
}

async function finish(
  tools: ProcessTools,
  position: string,
  how: (tools: ProcessTools, event: RecordedEvent) => Promise<void>,
): Promise<void> {
  const at = BigInt(position);
  for await (const [event] of tools.store.readAll({ after: at - 1n, upTo: at })) {
    if (event === undefined) continue;
    tools.forget(event.stream);
    await how(tools, event);
  }
}

/** Looks at intervals for what other instances left open, and finishes what was open at the last look already. */
export class Tending {
  private open = new Set<string>();

  async look(tools: ProcessTools): Promise<void> {
    const open = new Set<string>();
    await mendPairs(tools, (position) => {
      open.add(position);
      return this.open.has(position);
    });
    this.open = open;
  }
}
