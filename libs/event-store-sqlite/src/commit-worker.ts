import { parentPort, workerData, type MessagePort } from 'node:worker_threads';
import { Appender } from './appender.ts';
import { toFailure, packed, unpacked, type FromThread, type PackedCalls, type ThreadData } from './commit-messages.ts';
import { openWriter } from './connection.ts';

/** The thread's side of `CommitThread`: one connection of its own, on which it commits group after group. */
const port = parentPort as MessagePort;
const { folder, settings } = workerData as ThreadData;
const tell = (message: FromThread): void => {
  port.postMessage(message);
};

try {
  const db = openWriter(folder, settings);
  // Made with the first group: until then the opener commits itself, and the log's end and the streams are not yet those that it will leave.
  let appender: Appender | undefined;
  port.on('message', (calls: PackedCalls | null) => {
    if (calls === null) {
      db.close();
      port.close();
      return;
    }
    try {
      appender ??= new Appender(db);
      tell({ results: packed(appender.commit(unpacked(calls))) });
    } catch (error) {
      tell({ failure: toFailure(error) });
    }
  });
  tell('ready');
} catch (error) {
  tell({ failure: toFailure(error) });
  port.close();
}
