import { connect, createServer, type AddressInfo, type Server, type Socket } from 'node:net';

/** A stretch of network between a client and a server, which can be cut or go dead; it works for a real server as well. */
export class Wire {
  readonly #server: Server;
  readonly #pairs = new Set<readonly [Socket, Socket]>();
  #isDead = false;

  private constructor(private readonly target: { readonly host: string; readonly port: number }) {
    this.#server = createServer((near) => {
      this.#carry(near);
    });
  }

  static async to(port: number, host = '127.0.0.1'): Promise<Wire> {
    const wire = new Wire({ host, port });
    await new Promise<void>((resolve) => wire.#server.listen(0, '127.0.0.1', resolve));
    return wire;
  }

  get port(): number {
    return (this.#server.address() as AddressInfo).port;
  }

  /** Breaks every connection; new ones can be made. */
  cut(): void {
    for (const pair of this.#pairs) for (const socket of pair) socket.destroy();
    this.#pairs.clear();
  }

  /** Nothing passes any more on the connections that are open, and neither end is told: a half-open connection. */
  freeze(): void {
    for (const pair of this.#pairs) {
      for (const socket of pair) {
        socket.removeAllListeners('data');
        socket.removeAllListeners('close');
        socket.pause();
      }
    }
  }

  /** Like `freeze`, for new connections too, until it is revived. */
  die(): void {
    this.#isDead = true;
    this.freeze();
  }

  revive(): void {
    this.#isDead = false;
  }

  async close(): Promise<void> {
    this.cut();
    await new Promise((resolve) => this.#server.close(resolve));
  }

  #carry(near: Socket): void {
    const far = connect(this.target);
    const pair = [near, far] as const;
    this.#pairs.add(pair);
    for (const [from, to] of [
      [near, far],
      [far, near],
    ] as const) {
      from.on('error', () => undefined);
      if (this.#isDead) {
        from.pause();
        continue;
      }
      from.on('data', (bytes) => void to.write(bytes));
      from.on('close', () => {
        this.#pairs.delete(pair);
        to.destroy();
      });
    }
  }
}
