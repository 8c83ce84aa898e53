/** How long something took. */
export interface Time {
  readonly seconds: number;
  /** Of the processor, all threads together, without the system's. */
  readonly userSeconds: number;
}

export async function timed(work: () => Promise<unknown>): Promise<Time> {
  const [start, cpu] = [process.hrtime.bigint(), process.cpuUsage()];
  await work();
  const seconds = Number(process.hrtime.bigint() - start) / 1e9;
  return { seconds, userSeconds: process.cpuUsage(cpu).user / 1e6 };
}
