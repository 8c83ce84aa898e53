// A process that appends until it is killed, for the tests: node writer.mjs <folder> <name>.
// It prints "open", or "refused <reason> <message>"; then, for every call that was answered, a line of what it was told.
import { createHash } from 'node:crypto';
import { writeSync } from 'node:fs';
import { SqliteEventStore } from '../../dist/index.js';

const [folder, name] = process.argv.slice(2);
const say = (line) => writeSync(1, `${line}\n`);

/** The same call always has the same ids. */
function idOf(text) {
  const hex = createHash('sha256').update(text).digest('hex');
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20, 32)].join('-');
}

function callOf(call, revisions) {
  const of = 1 + (call % 5) * (call % 3);
  return Array.from({ length: of }, (_, i) => {
    const stream = `writer-${name}-${(call + i) % 4}`;
    const expectedRevision = revisions.get(stream) ?? -1n;
    revisions.set(stream, expectedRevision + 1n);
    const data = JSON.stringify({ call: `${name}/${call}`, of, filling: 'x'.repeat(900) });
    return {
      stream,
      expectedRevision,
      events: [{ eventId: idOf(`${name}/${call}/${i}`), type: 'Written', data, metadata: '{}' }],
    };
  });
}

try {
  const store = await SqliteEventStore.open(folder);
  say('open');
  const revisions = new Map();
  for (let call = 0; ; call++) {
    const requests = callOf(call, revisions);
    const results = await store.append(requests);
    say(JSON.stringify(results.map(({ position }, i) => [requests[i].events[0].eventId, Number(position)])));
  }
} catch (error) {
  say(`refused ${error.reason} ${error.message}`);
}
