// A process that is to be killed: node process.mjs <writer|projector|rebuild> <store> <place of the views>.
// The program's own parts without its command line and its HTTP service, which take far longer to load than a test can wait.
import { Ledger, Policies, runCommands } from '@gongji/application';
import { SqliteEventStore } from '@gongji/event-store-sqlite';
import { VIEW_NAMES, Views } from '@gongji/projections';

const [role, folder, place] = process.argv.slice(2);
const say = (line) => process.stdout.write(`${line}\n`);

async function writer() {
  const [policies, store] = [await Policies.load(), await SqliteEventStore.open(folder)];
  const views = await Views.open(place, store);
  const clock = () => new Date();
  const ledger = await Ledger.open({ store, views, policies, clock });
  say('ready');
  await runCommands(process.stdin, ledger, say);
}

async function projector() {
  const views = await Views.open(place, await SqliteEventStore.open(folder, { readOnly: true, lookEveryMs: 5 }));
  say('ready');
  await views.follow(new AbortController().signal);
}

async function rebuild() {
  const store = await SqliteEventStore.open(folder, { readOnly: true });
  const progress = ({ position }) => say(position);
  say('ready');
  const done = await Views.rebuild(place, store, VIEW_NAMES, { batchSize: 100, progress });
  process.exitCode = done.every(({ outcome }) => outcome === 'equal') ? 0 : 1;
  await store.close();
}

await { writer, projector, rebuild }[role]();
