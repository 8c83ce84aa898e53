import { answerOf, type LedgerEvent, type PersonState, type Refusal } from '@gongji/core';
import type { RecordedEvent } from '@gongji/event-store';
import type { Answer, Command, StreamCommand, WritingCommand } from './command.ts';
import { decide, type Write, type Writes } from './decide-command.ts';
import { commandHash, eventIdOf } from './digest.ts';
import type { LedgerOptions } from './ledger-options.ts';
import { mend } from './processes/mend.ts';
import { finishProcess, runProcess, type ProcessTools } from './processes/run-process.ts';
import { askFund, askPerson } from './questions.ts';
import { idsOf, idToReverse, isConsulted, isStreamCommand, payerOf, personStreamOf, streamsOf } from './streams-of.ts';
import { Group } from './writer/group.ts';
import { Item, type Sequence } from './writer/item.ts';
import { writeInOrder, type StampOf } from './writer/in-order.ts';
import { restingOn, stamped } from './writer/stamp.ts';
import { DEFAULT_ACTOR, stampsOf } from './writer/stamps-of.ts';
import type { FoldedEvent, LedgerState } from './writer/stream-kinds.ts';
import { folded, Streams, type LoadedStream } from './writer/streams.ts';

const MOST_ATTEMPTS = 10;

/**
 * The one way to command the ledger. Commands are decided one after the other in the order in which they were submitted, against
 * the newest state in memory, and written in groups; a command is answered when its events are durable (DESIGN.md 1(7), 2).
 */
export class Ledger {
  private readonly streams: Streams;
  private readonly group: Group;
  private readonly groupSize: number;
  /** What is written together is written in one transaction, and no other writer can come between. */
  private readonly together: boolean;
  private readonly tools: ProcessTools;
  /** The store failed: a region-wide command or a family account's hold may be half done. */
  private toMend = false;
  private readonly inFlight = new Set<string>();
  private readonly queue: Item[] = [];
  private conflicted: Item[] = [];
  private working: Promise<void> | undefined;

  private constructor(private readonly options: LedgerOptions) {
    this.streams = new Streams(options.store, options.cachedStreams ?? 30_000);
    this.group = new Group(options.store);
    this.groupSize = options.groupSize ?? 256;
    this.together = options.store.atomicCalls && options.store.exclusive;
    this.tools = this.toolsOf(options);
  }

  /** Opens the ledger and finishes what a crash left unfinished before it takes a command. */
  static async open(options: LedgerOptions): Promise<Ledger> {
    const ledger = new Ledger(options);
    await mend(ledger.tools);
    return ledger;
  }

  /**
   * Carries a command out.
   *
   * @param sequence what the command belongs to: it is not carried out when one before it in the sequence could not be.
   * @returns the answer, when everything that it says is durable; a refusal is an answer.
   * @throws StoreUnavailable when the store failed: the outcome is then unknown, and sending the command again is safe.
   */
  submit(command: Command, sequence?: Sequence): Promise<Answer> {
    return new Promise((resolve, reject) => {
      this.queue.push(new Item(command, resolve, reject, sequence));
      this.working ??= this.work();
    });
  }

  /** Resolves when every submitted command was answered. */
  async idle(): Promise<void> {
    while (this.working !== undefined) await this.working;
  }

  private async work(): Promise<void> {
    await Promise.resolve(); // lets a caller hand over many commands before the first group is written
    for (let at = 0; at < this.queue.length; at += 1) {
      const item = this.queue[at] as Item;
      await this.attempt(item);
      const last = at === this.queue.length - 1;
      // When the store fails, everybody whose command is in the group is told.
      if (last || this.group.size >= this.groupSize) await this.flush().catch(() => undefined);
      if (last || at >= 1024) {
        this.queue.splice(0, at + 1);
        at = -1;
      }
    }
    this.working = undefined;
  }

  private async attempt(item: Item): Promise<void> {
    try {
      await this.carryOut(item);
    } catch (error) {
      this.forgetEverything();
      item.reject(error);
    }
  }

  private async carryOut(item: Item): Promise<void> {
    const { command } = item;
    item.sequence?.requireUnbroken();
    if (this.toMend) await this.mend();
    if (this.options.policies.of(command.region) === undefined && !(await this.wasAccepted(command))) {
      const message = `No rules for the region ${command.region}.`;
      return this.refuse(item, { code: 'unknown-region', message, field: 'region' });
    }
    if (command.type === 'GetPerson' || command.type === 'GetFund') return this.ask(item);
    const hash = commandHash(command);
    if (this.inFlight.has(command.commandId)) await this.flush();
    const first = await this.options.store.findEvent(eventIdOf(command.commandId, 0));
    if (first !== undefined) return this.repeat(item, first, hash);
    if (command.type === 'CreditMonth' || command.type === 'CarryOverYear') return this.runWide(item, hash);
    return this.decideOn(item, command, hash);
  }

  /** Whether the commandId is taken: known even for a region that has no rules. */
  private async wasAccepted(command: Command): Promise<boolean> {
    if (command.type === 'GetPerson' || command.type === 'GetFund') return false;
    await this.flush();
    return (await this.options.store.findEvent(eventIdOf(command.commandId, 0))) !== undefined;
  }

  private refuse({ command, resolve }: Item, refusal: Refusal): void {
    resolve({ commandId: command.commandId, ok: false, error: refusal });
  }

  // Questions

  private async ask({ command, resolve }: Item): Promise<void> {
    await this.flush();
    const { store, views } = this.options;
    const position = await store.head();
    const outcome =
      command.type === 'GetFund'
        ? await askFund(command, views)
        : await askPerson(command as Extract<Command, { readonly type: 'GetPerson' }>, store);
    if (outcome.ok)
      resolve({ commandId: command.commandId, ok: true, position: String(position), result: outcome.value });
    else resolve({ commandId: command.commandId, ok: false, error: outcome.refusal });
  }

  // A command that was accepted before

  private async repeat(item: Item, first: RecordedEvent, hash: string): Promise<void> {
    const { commandId } = item.command;
    const metadata = JSON.parse(first.metadata) as { readonly commandHash: string };
    if (metadata.commandHash !== hash) {
      const message = `The commandId ${commandId} was used by an accepted command with other content.`;
      return this.refuse(item, { code: 'command-id-reused', message, field: 'commandId' });
    }
    const event =
      first.type === 'ProcessStarted'
        ? ((await this.options.store.findEvent(eventIdOf(commandId, 1))) ??
          (await finishProcess(this.tools, item.command.region, commandId)))
        : first;
    item.resolve(this.answer(item.command, folded(event), event.position));
  }

  private answer(command: Command, event: LedgerEvent, position: bigint): Answer {
    const result = answerOf(event, () => {
      const policy = this.options.policies.of(command.region);
      if (policy === undefined) throw new Error(`no rules for ${command.region}`);
      return policy;
    });
    return { commandId: command.commandId, ok: true, position: String(position), result };
  }

  // A command that is decided on streams

  private async decideOn(item: Item, command: StreamCommand, hash: string): Promise<void> {
    const streams = await this.load(command);
    const { person, reversed } = await this.reachBack(command);
    const owner = reversed === undefined ? undefined : payerOf(command, reversed);
    if (owner !== undefined) await this.loadOne(owner);
    const outcome = decide({
      command,
      policies: this.options.policies,
      person,
      states: this.streams,
      reversed,
      actor: command.actor ?? DEFAULT_ACTOR,
    });
    if (!outcome.ok) return this.refuse(item, outcome.refusal);
    const inOrder = outcome.value.writes.length > 1 && !this.together;
    if (inOrder && this.group.size > 0) {
      await this.flush(); // what it was decided on must be durable before its first event is
      return this.decideOn(item, command, hash);
    }
    const revisions: { [stream: string]: string } = {};
    for (const stream of streams) {
      if (isConsulted(stream)) revisions[stream] = String(this.streams.peek(stream)?.revision ?? -1n);
    }
    const stampOf = stampsOf(command, outcome.value, {
      commandHash: hash,
      recordedAt: this.options.clock().toISOString(),
      restedOn: restingOn(this.options.policies.of(command.region), revisions),
    });
    if (inOrder) await this.writeInOrder(item, outcome.value, stampOf);
    else this.add(item, outcome.value, stampOf);
  }

  private readonly peekState = (stream: string): LedgerState => this.streams.peek(stream)?.state;

  /** Loads everything that the decision reads. @returns the streams. */
  private async load(command: StreamCommand): Promise<readonly string[]> {
    for (;;) {
      const streams = streamsOf(command, this.peekState);
      const missing = streams.filter((stream) => this.streams.peek(stream) === undefined);
      if (missing.length === 0) return streams;
      for (const stream of missing) await this.loadOne(stream);
    }
  }

  private async loadOne(stream: string): Promise<LoadedStream> {
    const known = this.streams.peek(stream);
    if (known !== undefined) return known;
    if (this.group.touches(stream)) await this.flush();
    return this.streams.load(stream);
  }

  /** The person's state, with every id whole where the command names one from before the last carry-over; and what it takes back. */
  private async reachBack(
    command: StreamCommand,
  ): Promise<{ readonly person: PersonState | undefined; readonly reversed: FoldedEvent | undefined }> {
    const stream = personStreamOf(command, this.peekState);
    let person = stream === undefined ? undefined : (this.peekState(stream) as PersonState | undefined);
    if (stream === undefined || person === undefined) return { person, reversed: undefined };
    const { ids } = person;
    if (idsOf(command).some((id) => ids.mayBeEarlier(id))) {
      await this.flush();
      person = (await this.streams.wholeState(stream)) as PersonState;
    }
    const toReverse = idToReverse(command);
    const revision = toReverse === undefined ? undefined : person.ids.revisionOf(toReverse);
    if (revision === undefined) return { person, reversed: undefined };
    if (this.group.touches(stream)) await this.flush();
    return { person, reversed: await this.streams.eventAt(stream, revision) };
  }

  /** Writes to several streams of a store that has no transaction for them. */
  private async writeInOrder(item: Item, writes: Writes, stampOf: StampOf): Promise<void> {
    const position = await writeInOrder(this.tools, writes, stampOf);
    if (position === undefined) return this.again(item);
    const { event } = writes.writes[writes.answering] as Write;
    item.resolve(this.answer(item.command, event, position));
  }

  /** Takes decided events into memory and into the group that is written next. */
  private add(item: Item, { writes, answering }: Writes, stampOf: StampOf): void {
    const { command } = item;
    let holdId: string | undefined;
    const requests = writes.map(({ stream, event }, at) => {
      const target = this.streams.peek(stream) as LoadedStream;
      const made = stamped(event, target, stampOf(at, target, holdId));
      if (event.type === 'AccountFundsHeld') holdId = made.event.eventId;
      const expectedRevision = target.revision;
      this.streams.advance(target, { ...event, revision: Number(target.revision + 1n) }, made.hash);
      return { stream, expectedRevision, events: [made.event] };
    });
    this.inFlight.add(command.commandId);
    const event = (writes[answering] as Write).event;
    this.group.add({
      requests,
      written: (positions) => {
        this.inFlight.delete(command.commandId);
        item.resolve(this.answer(command, event, positions[answering] as bigint));
      },
      conflicted: () => {
        this.inFlight.delete(command.commandId);
        for (const { stream } of requests) this.streams.forget(stream);
        this.conflicted.push(item);
      },
      failed: (error) => {
        this.forgetEverything();
        item.reject(error);
      },
    });
  }

  /** Writes the group; commands that lost against another writer are decided again, in their order, before any other. */
  private async flush(): Promise<void> {
    await this.group.write();
    while (this.conflicted.length > 0) {
      const again = this.conflicted;
      this.conflicted = [];
      for (const stream of new Set(again.flatMap(({ command }) => this.consultedStreams(command)))) {
        this.streams.forget(stream);
      }
      for (const item of again) await this.again(item);
      await this.group.write();
    }
  }

  /** Decides a command anew that lost against another writer. */
  private async again(item: Item): Promise<void> {
    item.attempts += 1;
    if (item.attempts <= MOST_ATTEMPTS) return this.attempt(item);
    this.refuse(item, { code: 'conflict', message: 'Other commands kept changing the same stream; try again.' });
  }

  private consultedStreams(command: Command): readonly string[] {
    return isStreamCommand(command) ? streamsOf(command, this.peekState) : [];
  }

  private forgetEverything(): void {
    this.streams.forgetAll();
    this.inFlight.clear();
    this.toMend = true;
  }

  /** Before any other command is decided. */
  private async mend(): Promise<void> {
    await this.flush();
    await mend(this.tools);
    this.toMend = false;
  }

  // Region-wide commands

  private async runWide(item: Item, hash: string): Promise<void> {
    await this.flush();
    const { command } = item;
    const outcome = await runProcess(
      this.tools,
      command as Extract<WritingCommand, { readonly type: 'CreditMonth' | 'CarryOverYear' }>,
      hash,
    );
    if (!outcome.ok) return this.refuse(item, outcome.refusal);
    item.resolve(this.answer(command, folded(outcome.value), outcome.value.position));
  }

  private toolsOf({ store, policies, views, clock, progress }: LedgerOptions): ProcessTools {
    return {
      store,
      policies,
      views,
      clock,
      ...(progress === undefined ? {} : { progress }),
      groupSize: this.groupSize,
      load: (stream) => this.loadOne(stream),
      wholeState: (stream) => this.streams.wholeState(stream),
      advance: (loaded, event, hash) => {
        this.streams.advance(loaded, event, hash);
      },
      forget: (stream) => {
        this.streams.forget(stream);
      },
    };
  }
}
