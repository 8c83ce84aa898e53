import { closeHold } from './close-hold.ts';
import { finishProcess, type ProcessTools } from './run-process.ts';

/** Finishes what a crash or a failing store left open, from the log alone. Nothing else is written meanwhile. */
export async function mend(tools: ProcessTools): Promise<void> {
  await tools.views.catchUp();
  for (const { position } of await tools.views.openHolds()) {
    const at = BigInt(position);
    for await (const [hold] of tools.store.readAll({ after: at - 1n, upTo: at })) {
      if (hold === undefined) continue;
      tools.forget(hold.stream);
      await closeHold(tools, hold);
    }
  }
  for (const { region, commandId } of await tools.views.unfinishedProcesses()) {
    tools.progress?.(`finishing ${commandId} of ${region}, which was interrupted`);
    await finishProcess(tools, region, commandId);
  }
}
