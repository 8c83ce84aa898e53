import type { CarryOverYear, CreditMonth, Refusal } from '@gongji/core';
import type { RecordedEvent } from '@gongji/event-store';
import type { Answer, Command, Question, StreamCommand } from './command.ts';
import { decide, unknownRegion, type Write, type Writes } from './decide-command.ts';
import { answersBy, type Answering } from './answering.ts';
import { commandHash } from './digest.ts';
import type { LedgerOptions } from './ledger-options.ts';
import { answerTried, isTried } from './preview.ts';
import type { CacheFigures } from './observer.ts';
import { Finishing } from './processes/finishing.ts';
import { heldForIt, letFinish, type HeldForIt } from './processes/same-visit.ts';
import { runProcess } from './processes/run-process.ts';
import { answerQuestion, askViews } from './questions.ts';
import { isStreamCommand } from './streams-of.ts';
import { Delivery } from './writer/delivery.ts';
import { Group } from './writer/group.ts';
import { Item, type Sequence } from './writer/item.ts';
import { writeInOrder, type StampOf } from './writer/in-order.ts';
import { Loading, type Decided, type Loaded } from './writer/loading.ts';
import { Others } from './writer/others.ts';
import { Recall, type Recalled } from './writer/recall.ts';
import { requestsOf } from './writer/requests.ts';
import { Resting } from './writer/resting.ts';
import { DEFAULT_ACTOR, stampsOf } from './writer/stamps-of.ts';
import { folded, Streams } from './writer/streams.ts';
import { toolsOf } from './writer/tools-of.ts';

const DEFAULT_PATIENCE_MS = 2_000;

/**
 * The one way to command the ledger. Commands are decided one after the other in the order in which they were submitted, against
 * the newest state in memory, and written in groups; a command is answered when its events are durable (DESIGN.md 1(7), 2).
 */
export class Ledger {
  private readonly streams: Streams;
  private readonly group: Group;
  private readonly delivery: Delivery;
  private readonly recall: Recall;
  private readonly others: Others;
  private readonly loading: Loading;
  private readonly resting: Resting;
  private readonly answer: Answering;
  private readonly groupSize: number;
  /** What is written together is written in one transaction, and no other writer can come between. */
  private readonly together: boolean;
  private readonly finishing: Finishing;
  /** The store failed: a region-wide command or a family account's hold may be half done. */
  private toMend = false;
  private readonly inFlight = new Set<string>();
  private queue: Item[] = [];
  private working: Promise<void> | undefined;
  private readonly flush = (): Promise<void> => this.delivery.flush();
  readonly cache = (): CacheFigures => this.streams.figures();

  private constructor(private readonly options: LedgerOptions) {
    this.streams = new Streams(options.store, options.cachedStreams ?? 30_000);
    this.group = new Group(options.store);
    this.delivery = new Delivery(this.group, {
      forget: (items) => {
        const streams = items.flatMap(({ command }) => this.loading.consulted(command));
        for (const stream of streams) this.streams.forget(stream);
      },
      again: (item) => this.again(item),
    });
    this.recall = new Recall(options.store);
    this.others = new Others(options.store, this.streams);
    this.loading = new Loading(this.streams, {
      touches: (stream) => this.group.touches(stream),
      flush: this.flush,
      view: (command) => askViews(command, options.views),
    });
    this.resting = new Resting(this.streams);
    this.answer = answersBy(options.policies);
    this.groupSize = options.groupSize ?? 256;
    this.together = options.store.atomicCalls && options.store.exclusive;
    const tools = toolsOf(options, this.groupSize, [this.loading, this.streams, this.others]);
    this.finishing = new Finishing(tools, this.recall, this.together);
  }

  /** Opens the ledger and finishes what a crash left unfinished before it takes a command. */
  static async open(options: LedgerOptions): Promise<Ledger> {
    const ledger = new Ledger(options);
    await ledger.finishing.mend();
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
      this.queue.push(new Item(command, resolve, reject, sequence, this.options.observer?.submitted(command)));
      this.working ??= this.work();
      this.delivery.call();
    });
  }

  /**
   * Looks for what other instances left half done, and finishes what was so at the last look already: to be called at intervals where
   * several instances write to one store.
   */
  async tend(): Promise<void> {
    if (this.together) return;
    this.finishing.isWanted = true;
    this.working ??= this.work();
    await this.idle();
  }

  /** Resolves when every submitted command was answered. */
  async idle(): Promise<void> {
    while (this.working !== undefined) await this.working;
  }

  private async work(): Promise<void> {
    await Promise.resolve(); // lets a caller hand over many commands before the first group is written
    while (this.queue.length > 0 || this.finishing.isWanted) {
      if (this.finishing.isWanted) await this.finishing.look(this.flush).catch(() => this.forgetEverything());
      const page = this.queue.slice(0, this.groupSize);
      this.queue = this.queue.slice(page.length);
      const ids = page.map(({ command }) => command.commandId).filter((id) => !this.inFlight.has(id));
      await this.others.takeIn().then(
        (head) => this.recall.lookUp(ids, head),
        () => this.forgetEverything(),
      );
      await this.loading.ahead(page.map(({ command }) => command).filter(this.readsAhead));
      for (const item of page) {
        const waiting = this.carryOut(item);
        if (waiting !== undefined) await waiting;
        if (this.group.size >= this.groupSize) await this.delivery.send();
      }
      if (this.queue.length === 0) await this.delivery.rest();
    }
    this.working = undefined;
  }

  /** Whether a command's streams are read together with others': where reading takes a way to a server. */
  private readonly readsAhead = (command: Command): boolean =>
    !this.options.store.exclusive && this.hasRules(command) && !this.recall.knows(command.commandId);

  /** Carries a command out, at once where all that it needs is in memory. @returns what is to be waited for otherwise. */
  private carryOut(item: Item): Promise<void> | undefined {
    try {
      item.sequence?.requireUnbroken();
      return this.attempt(item)?.catch(this.failing(item));
    } catch (error) {
      this.failing(item)(error);
      return undefined;
    }
  }

  private attempt(item: Item): Promise<void> | undefined {
    const { command } = item;
    if (this.toMend || this.inFlight.has(command.commandId)) return this.attemptSlowly(item);
    const recalled = this.recall.take(command.commandId);
    if (recalled !== undefined && recalled.first === undefined && isStreamCommand(command) && this.hasRules(command)) {
      const loaded = this.loading.inMemory(command);
      if (loaded !== undefined && command.dryRun !== true) return this.decideOn(item, command, loaded, recalled);
    }
    return this.attemptSlowly(item, recalled);
  }

  private async attemptSlowly(item: Item, recalled?: Recalled): Promise<void> {
    const { command } = item;
    if (this.toMend) await this.mend();
    if (command.type === 'GetPerson' || command.type === 'GetFund') {
      return this.hasRules(command) ? this.ask(item, command) : this.refuse(item, unknownRegion(item.command.region));
    }
    if (this.inFlight.has(command.commandId)) await this.flush();
    const known = recalled ?? (await this.recall.ask(command.commandId));
    // A commandId that was accepted is known even for a region that has no rules any more.
    if (known.first !== undefined) return this.repeat(item, known.first, commandHash(command));
    if (!this.hasRules(command)) return this.refuse(item, unknownRegion(item.command.region));
    if (command.type === 'CreditMonth' || command.type === 'CarryOverYear') return this.runWide(item, command);
    if (command.dryRun === true) await this.flush();
    return this.decideOn(item, command, await this.loading.load(command), known);
  }

  private hasRules({ region }: Command): boolean {
    return this.options.policies.of(region) !== undefined;
  }

  private readonly failing = (item: Item) => (error: unknown) => {
    this.forgetEverything();
    item.reject(error);
  };

  private refuse({ command, resolve }: Item, refusal: Refusal): undefined {
    resolve({ commandId: command.commandId, ok: false, error: refusal });
  }

  /** Where others write too, what refuses may be what another instance wrote for this very command a moment ago. */
  private refuseUnlessKnown(item: Item, refusal: Refusal): Promise<void> | undefined {
    const { commandId } = item.command;
    if (this.options.store.exclusive) return this.refuse(item, refusal);
    return this.finishing
      .firstOf(commandId)
      .then((first) =>
        first === undefined ? this.refuse(item, refusal) : this.repeat(item, first, commandHash(item.command)),
      );
  }

  // Questions

  private async ask({ resolve }: Item, question: Question): Promise<void> {
    await this.flush();
    resolve(await answerQuestion(question, this.options));
  }

  // A command that was accepted before

  private async repeat(item: Item, first: RecordedEvent, hash: string): Promise<void> {
    const { commandId } = item.command;
    const metadata = JSON.parse(first.metadata) as { readonly commandHash: string };
    if (metadata.commandHash !== hash) {
      const message = `The commandId ${commandId} was used by an accepted command with other content.`;
      return this.refuse(item, { code: 'command-id-reused', message, field: 'commandId' });
    }
    const event = await this.finishing.whole(item.command, first);
    item.resolve(this.answer(item.command, folded(event), event.position));
  }

  // A command that is decided on streams

  /** Decides, and takes what is decided further. @returns what is to be waited for. */
  private decideOn(item: Item, command: StreamCommand, loaded: Loaded, recalled: Recalled): Promise<void> | undefined {
    const held = this.together ? undefined : heldForIt(command, this.streams);
    if (held !== undefined) return this.meet(item, held);
    const outcome = decide({
      command,
      policies: this.options.policies,
      person: loaded.person,
      states: this.streams,
      reversed: loaded.reversed,
      viewed: loaded.viewed,
      actor: command.actor ?? DEFAULT_ACTOR,
    });
    if (!outcome.ok) {
      const isFirm = this.options.store.exclusive || !loaded.streams.some((stream) => this.group.touches(stream));
      return isFirm
        ? this.refuseUnlessKnown(item, outcome.refusal)
        : this.decideAfter(this.flush(), item, command, recalled);
    }
    const decided = { writes: outcome.value, loaded, recalled };
    return isTried(command) ? this.tryOut(item, command, decided) : this.take(item, command, decided);
  }

  /** Decides a visit when the other instance that is at it has finished. */
  private async meet(item: Item, held: HeldForIt): Promise<void> {
    await this.flush();
    await letFinish(this.finishing.tools, held, this.options.patienceMs ?? DEFAULT_PATIENCE_MS);
    return this.again(item);
  }

  /** Answers a dry run, and writes a visit with a preview's token only if it is paid as the preview said. */
  private async tryOut(item: Item, command: StreamCommand, decided: Decided): Promise<void> {
    const { writes, answering } = decided.writes;
    const tried = await answerTried(command, (writes[answering] as Write).event, {
      streams: decided.loaded.streams,
      states: this.streams,
      packHash: this.options.policies.of(command.region)?.hash ?? '',
      answer: async (event) => this.answer(command, event, await this.options.store.head()),
    });
    return tried === undefined ? this.take(item, command, decided) : item.resolve(tried);
  }

  /** Hands what is decided to the group. @returns what is to be waited for where it cannot be written with a group. */
  private take(item: Item, command: StreamCommand, { writes, loaded, recalled }: Decided): Promise<void> | undefined {
    const inOrder = writes.writes.length > 1 && !this.together;
    const waits = inOrder ? !this.group.isEmpty : this.group.precedes(loaded.streams, writes);
    if (waits)
      return this.decideAfter(this.delivery.reach(inOrder ? undefined : loaded.streams), item, command, recalled);
    const stampOf = stampsOf(command, writes, {
      commandHash: commandHash(command),
      recordedAt: this.options.clock().toISOString(),
      restedOn: this.resting.on(this.options.policies.of(command.region), loaded.streams),
      eventId: recalled.eventId,
    });
    if (inOrder) return this.writeInOrder(item, writes, stampOf);
    this.add(item, writes, stampOf);
    return undefined;
  }

  /** Decides a command once that is durable on which it may rest, or beside which it cannot be written. */
  private async decideAfter(done: Promise<void>, item: Item, command: StreamCommand, known: Recalled): Promise<void> {
    await done;
    await this.decideOn(item, command, await this.loading.load(command), known);
  }

  /** Writes to several streams of a store that has no transaction for them. */
  private async writeInOrder(item: Item, writes: Writes, stampOf: StampOf): Promise<void> {
    const written = await writeInOrder(this.finishing.tools, writes, stampOf);
    if (written === undefined) return this.again(item);
    item.resolve(this.answer(item.command, written.event, written.position));
  }

  /** Takes decided events into memory and into the group that is written next. */
  private add(item: Item, { writes, answering }: Writes, stampOf: StampOf): void {
    const { command } = item;
    const requests = requestsOf(this.streams, writes, stampOf);
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
        this.delivery.lost(item);
      },
      failed: this.failing(item),
    });
  }

  /** Decides a command anew that lost against another writer. */
  private async again(item: Item): Promise<void> {
    if (await item.mayTryAgain()) return this.carryOut(item);
    this.refuse(item, { code: 'conflict', message: 'Other commands kept changing the same stream; try again.' });
  }

  private forgetEverything(): void {
    this.streams.forgetAll();
    this.inFlight.clear();
    this.recall.forget();
    this.toMend = true;
  }

  /** Before any other command is decided. */
  private async mend(): Promise<void> {
    await this.flush();
    await this.finishing.mend();
    this.toMend = false;
  }

  // Region-wide commands

  private async runWide(item: Item, command: CreditMonth | CarryOverYear): Promise<void> {
    await this.flush();
    const outcome = await runProcess(this.finishing.tools, command, commandHash(command));
    if (outcome === undefined) return this.again(item);
    if (!outcome.ok) return this.refuse(item, outcome.refusal);
    item.resolve(this.answer(command, folded(outcome.value), outcome.value.position));
  }
}
