import {
  Metadata,
  Server,
  ServerCredentials,
  status as codes,
  type ServerDuplexStream,
  type ServerErrorResponse,
} from '@grpc/grpc-js';
import type { BatchAppendReq, BatchAppendResp, ReadReq } from '@eventstore/db-client/generated/streams_pb.js';
import { noFaults } from './faults.ts';
import { DoubleLog } from './log.ts';
import { answerMessage, expectationOf, nameOf, notReadyMessage, proposedOf, timeoutMessage } from './messages.ts';
import { gossip, gossipService, serverFeatures, serverFeaturesService, shared, streamsService } from './protocol.ts';
import { read } from './reads.ts';

type BatchCall = ServerDuplexStream<BatchAppendReq, BatchAppendResp>;

/**
 * A node that speaks EventStoreDB's protocol to the real client, with faults on demand: for the tests that must run
 * anywhere. Where it differs from a real server it is wrong.
 */
export class EventStoreDbDouble {
  readonly faults = noFaults();
  readonly log: DoubleLog;
  #held: (() => void)[] = [];
  #server: Server | undefined;
  #port = 0;

  private constructor(log: DoubleLog) {
    this.log = log;
  }

  /** @param log of the cluster to which the node belongs; default: one of its own. */
  static async start(log = new DoubleLog()): Promise<EventStoreDbDouble> {
    const double = new EventStoreDbDouble(log);
    await double.#listen();
    return double;
  }

  get port(): number {
    return this.#port;
  }

  /** @param port another one that leads here. */
  url(port = this.#port): string {
    return `esdb://127.0.0.1:${port}?tls=false`;
  }

  /** Ends as a killed process does: connections break, what was written stays. */
  stop(): void {
    this.#server?.forceShutdown();
    this.#server = undefined;
  }

  /** Comes back at the same address with the same log. */
  async startAgain(): Promise<void> {
    await this.#listen();
  }

  /** Gives the answers that were held back, and holds none any more. */
  giveHeldAnswers(): void {
    this.faults.holdsAnswers = false;
    for (const give of this.#held.splice(0)) give();
  }

  async #listen(): Promise<void> {
    const server = new Server();
    server.addService(streamsService.StreamsService, {
      read: (call: Parameters<typeof read>[0]) => {
        if (this.#sendsAway(call)) return;
        read(call, this.log, this.faults).catch((error: unknown) => {
          call.emit('error', { code: codes.UNKNOWN, details: String((error as Error).message) });
        });
      },
      batchAppend: (call: BatchCall) => {
        if (!this.#sendsAway(call)) this.#appends(call);
      },
      append: unimplemented,
      delete: unimplemented,
      tombstone: unimplemented,
    });
    server.addService(serverFeaturesService.ServerFeaturesService, {
      getSupportedMethods: (_: unknown, answer: (error: null, methods: unknown) => void) => {
        answer(null, supportedMethods());
      },
    });
    server.addService(gossipService.GossipService, {
      read: (_: unknown, answer: (error: null, info: unknown) => void) => {
        answer(null, this.#members());
      },
    });
    this.#port = await new Promise<number>((resolve, reject) => {
      server.bindAsync(`127.0.0.1:${this.#port}`, ServerCredentials.createInsecure(), (error, port) => {
        if (error === null) resolve(port);
        else reject(error);
      });
    });
    this.#server = server;
  }

  /** Refuses who insists on the leader, where another node leads, and names that one. */
  #sendsAway(call: {
    readonly metadata: Metadata;
    emit(event: 'error', error: ServerErrorResponse): boolean;
  }): boolean {
    const { leader } = this.faults;
    if (leader === undefined || call.metadata.get('requires-leader')[0] !== 'true') return false;
    call.emit('error', notLeader(leader));
    return true;
  }

  #appends(call: BatchCall): void {
    const begun = new Map<
      string,
      { readonly first: BatchAppendReq; readonly messages: BatchAppendReq.ProposedMessage[] }
    >();
    call.on('error', () => undefined);
    call.on('end', () => {
      call.end();
    });
    call.on('data', (request: BatchAppendReq) => {
      const id = JSON.stringify(request.getCorrelationId()?.toObject());
      const append = begun.get(id) ?? { first: request, messages: [] };
      append.messages.push(...request.getProposedMessagesList());
      begun.set(id, append);
      if (!request.getIsFinal()) return;
      begun.delete(id);
      this.#append(call, append.first, append.messages);
    });
  }

  #append(call: BatchCall, request: BatchAppendReq, messages: readonly BatchAppendReq.ProposedMessage[]): void {
    const { faults } = this;
    const options = request.getOptions() as BatchAppendReq.Options;
    const stream = nameOf(options.getStreamIdentifier());
    faults.asked += 1;
    if (faults.leader !== undefined) {
      call.emit('error', notLeader(faults.leader));
      return;
    }
    if (faults.notReady > 0) {
      faults.notReady -= 1;
      call.write(notReadyMessage(request, stream));
      return;
    }
    const expected = expectationOf(options);
    const outcome = this.log.append(stream, expected, messages.map(proposedOf));
    if (faults.holdsAnswers) {
      this.#held.push(() => call.write(answerMessage(request, stream, expected, outcome)));
      return;
    }
    if (outcome.kind === 'written' && faults.timeoutsAfterWriting > 0) {
      faults.timeoutsAfterWriting -= 1;
      call.write(timeoutMessage(request, stream));
      return;
    }
    call.write(answerMessage(request, stream, expected, outcome));
  }

  #members(): InstanceType<typeof gossip.ClusterInfo> {
    const { host, port } = this.faults.leader ?? { host: '127.0.0.1', port: this.#port };
    const endPoint = new gossip.EndPoint();
    endPoint.setAddress(host);
    endPoint.setPort(port);
    const instance = new shared.UUID();
    instance.setString('00000000-0000-4000-8000-000000000001');
    const member = new gossip.MemberInfo();
    member.setInstanceId(instance);
    member.setState(gossip.MemberInfo.VNodeState.LEADER);
    member.setIsAlive(true);
    member.setHttpEndPoint(endPoint);
    const info = new gossip.ClusterInfo();
    info.setMembersList([member]);
    return info;
  }
}

function unimplemented(_: unknown, answer: (error: ServerErrorResponse) => void): void {
  answer(Object.assign(new Error('not in the double'), { code: codes.UNIMPLEMENTED }));
}

function notLeader({ host, port }: { readonly host: string; readonly port: number }): ServerErrorResponse {
  const metadata = new Metadata();
  metadata.set('exception', 'not-leader');
  metadata.set('leader-endpoint-host', host);
  metadata.set('leader-endpoint-port', String(port));
  return Object.assign(new Error('Leader info available'), { code: codes.NOT_FOUND, metadata });
}

function supportedMethods(): InstanceType<typeof serverFeatures.SupportedMethods> {
  const methods = new serverFeatures.SupportedMethods();
  methods.setEventStoreServerVersion('24.10.4');
  methods.setMethodsList(
    ['read', 'append', 'batchappend', 'delete', 'tombstone'].map((name) => {
      const method = new serverFeatures.SupportedMethod();
      method.setServiceName('event_store.client.streams.streams');
      method.setMethodName(name);
      return method;
    }),
  );
  return methods;
}

export type { ReadReq };
