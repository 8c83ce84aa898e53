import type { RecordedEvent } from '@gongji/event-store';
import type { LoadedStream } from '../writer/streams.ts';
import type { ProcessTools } from './run-process.ts';

/** An event's stream, the event included: what is in memory may be from before another instance wrote it. */
export async function streamWith(
  tools: Pick<ProcessTools, 'load' | 'forget'>,
  { stream, revision }: RecordedEvent,
): Promise<LoadedStream> {
  const known = await tools.load(stream);
  if (known.revision >= revision) return known;
  tools.forget(stream);
  return tools.load(stream);
}
