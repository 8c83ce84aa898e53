/** The kinds of values: a number of up to ten bytes, eight bytes, a length and so many bytes, four bytes. */
const [VARINT, FIXED_64, BYTES, FIXED_32] = [0, 1, 2, 5];

/** Room for the length of a nested message, which is known when it is written: a number may take more bytes than it needs. */
const LENGTH = 4;

/** Writes one protobuf message. The numbers of fields are below 16. */
export class Writer {
  readonly #buffer: Buffer;
  #at = 0;

  /** @param size of the message at most. */
  constructor(size: number) {
    this.#buffer = Buffer.allocUnsafe(size);
  }

  /** Begins a nested message. @returns what `close` is to be given. */
  open(field: number): number {
    this.#key(field, BYTES);
    this.#at += LENGTH;
    return this.#at;
  }

  close(opened: number): this {
    let left = this.#at - opened;
    for (let at = opened - LENGTH; at < opened; at += 1, left >>>= 7) {
      this.#buffer[at] = (left & 0x7f) | (at < opened - 1 ? 0x80 : 0);
    }
    return this;
  }

  /** A whole number from 0 on; as a number below 2^53. */
  number(field: number, value: number | bigint): this {
    this.#key(field, VARINT);
    this.#varint(value);
    return this;
  }

  text(field: number, text: string): this {
    const opened = this.open(field);
    this.#at += this.#buffer.write(text, this.#at, 'utf8');
    return this.close(opened);
  }

  bytes(field: number, bytes: Uint8Array): this {
    const opened = this.open(field);
    this.#buffer.set(bytes, this.#at);
    this.#at += bytes.length;
    return this.close(opened);
  }

  written(): Buffer {
    return this.#buffer.subarray(0, this.#at);
  }

  #key(field: number, kind: number): void {
    this.#buffer[this.#at++] = (field << 3) | kind;
  }

  #varint(value: number | bigint): void {
    let left = value;
    if (typeof left === 'bigint') {
      for (; left >= 0x80n; left >>= 7n) this.#buffer[this.#at++] = Number(left & 0x7fn) | 0x80;
    } else {
      for (; left >= 0x80; left = Math.floor(left / 0x80)) this.#buffer[this.#at++] = (left % 0x80) | 0x80;
    }
    this.#buffer[this.#at++] = Number(left);
  }
}

/** Goes through the fields of a protobuf message; what one does not look at is passed over. */
export class Fields {
  field = 0;
  readonly #bytes: Uint8Array;
  #next: number;
  readonly #end: number;
  /** Of the present field: the number, or where its bytes are. */
  #value = 0n;
  #from = 0;

  constructor(bytes: Uint8Array, from = 0, end = bytes.length) {
    this.#bytes = bytes;
    this.#next = from;
    this.#end = end;
  }

  /** Goes on to the next field. @returns false when there is none. */
  next(): boolean {
    if (this.#next >= this.#end) return false;
    const key = this.#small();
    this.field = key >>> 3;
    const kind = key & 7;
    if (kind === VARINT) this.#value = this.#varint();
    else {
      const length = kind === BYTES ? this.#small() : kind === FIXED_64 ? 8 : kind === FIXED_32 ? 4 : NaN;
      if (Number.isNaN(length)) throw new Error('the message is damaged');
      this.#from = this.#next;
      this.#next += length;
    }
    if (this.#next > this.#end) throw new Error('the message is damaged');
    return true;
  }

  /** The present field's number, without a sign. */
  value(): bigint {
    return this.#value;
  }

  nested(): Fields {
    return new Fields(this.#bytes, this.#from, this.#next);
  }

  /** The present field's bytes, not copied. */
  bytes(): Uint8Array {
    return this.#bytes.subarray(this.#from, this.#next);
  }

  text(): string {
    const { buffer, byteOffset } = this.#bytes;
    return Buffer.from(buffer, byteOffset + this.#from, this.#next - this.#from).toString('utf8');
  }

  /** A key or a length: below 2^32. */
  #small(): number {
    let value = 0;
    for (let factor = 1; ; factor *= 0x80) {
      const byte = this.#bytes[this.#next++] ?? 0;
      value += (byte & 0x7f) * factor;
      if (byte < 0x80) return value;
    }
  }

  #varint(): bigint {
    const from = this.#next;
    let value = 0;
    for (let factor = 1; this.#next - from < 7; factor *= 0x80) {
      const byte = this.#bytes[this.#next++] ?? 0;
      value += (byte & 0x7f) * factor;
      if (byte < 0x80) return BigInt(value);
    }
    let long = BigInt(value);
    for (let shift = 49n; ; shift += 7n) {
      const byte = this.#bytes[this.#next++] ?? 0;
      long |= BigInt(byte & 0x7f) << shift;
      if (byte < 0x80) return BigInt.asUintN(64, long);
    }
  }
}
