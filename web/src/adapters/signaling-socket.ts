/**
 * A WebSocket that carries text to and from the signaling server and comes back by itself. It owns reconnecting;
 * it knows nothing of what the text means.
 */
import { backoffMs } from './backoff.ts';

/** A connection that lasted this long was a good one: the next failure counts as the first again. */
const STABLE_MS = 10_000;
/** An attempt that neither opened nor failed by then is given up. */
const CONNECT_TIMEOUT_MS = 8_000;
/** After a change of network a connection that says nothing for so long is a dead one. */
const PROOF_TIMEOUT_MS = 2_000;
/** The server sends at most 64 KiB; whatever is far beyond does not come from it. */
const MAX_TEXT_LENGTH = 1024 * 1024;

/** WebSocket close codes (RFC 6455, section 7.4.1). */
const CLOSE_NORMAL = 1000;
const CLOSE_ABNORMAL = 1006;

/** What one may have said before anybody listened: the server says one thing by itself. */
const MAX_KEPT = 8;

/** A connection that was begun before there was anybody to listen to it: what comes meanwhile is kept. */
export interface EarlySocket {
  readonly socket: WebSocket;
  /** What came until now, oldest first; from now on the socket is the caller's. */
  take(): readonly MessageEvent<unknown>[];
}

export interface SignalingSocketOptions {
  /** `ws:` or `wss:` URL. */
  readonly url: string;
  /** The first connection, where it was begun already. */
  readonly early?: EarlySocket | undefined;
  /** Called for each new connection: say hello again. */
  onOpen(): void;
  onText(text: string): void;
  /** Asked after each text: a connection that then says nothing for so long is dead; `null`: silence means nothing. */
  silenceMs?(): number | null;
  /** An attempt or a connection ended (WebSocket close code); another attempt follows unless `close` was called. */
  onClose(code: number): void;
}

export interface SignalingSocket {
  /** False when there is no open connection: the text is not kept. */
  send(text: string): boolean;
  /** Drops the present connection and tries again with backoff (e.g. after a refused hello). */
  reconnect(): void;
  /** As `reconnect`, and at once: the present connection may be dead without knowing it. */
  renew(): void;
  /**
   * The network is back, or was away unseen: an attempt under way starts anew at once, and an open connection must bring
   * something within 2 s. Ask for something first.
   */
  refresh(): void;
  /** For good; `onClose` is not called any more. */
  close(): void;
}

/** @param origin of the page, `http:` or `https:` */
export function signalingUrl(origin: string): string {
  return `${origin.replace(/^http/, 'ws')}/signal`;
}

/** Who opens a link need not wait for the whole app before the server is asked. */
export function openEarlySocket(url: string): EarlySocket {
  const socket = new WebSocket(url);
  const kept: MessageEvent<unknown>[] = [];
  socket.onmessage = (event: MessageEvent<unknown>) => {
    if (kept.length < MAX_KEPT) kept.push(event);
  };
  return {
    socket,
    take() {
      socket.onmessage = null;
      return kept.splice(0);
    },
  };
}

/** Connects at once, and again after every loss: 0.5 s to 30 s later, or at once on `refresh`. */
export function createSignalingSocket(options: SignalingSocketOptions): SignalingSocket {
  return new ReconnectingSocket(options);
}

class ReconnectingSocket implements SignalingSocket {
  readonly #options: SignalingSocketOptions;
  #socket: WebSocket | null = null;
  #attempt = 0;
  #openedAt: number | null = null;
  #proofTimer: ReturnType<typeof setTimeout> | undefined;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(options: SignalingSocketOptions) {
    this.#options = options;
    const { early } = options;
    const missed = early?.take() ?? [];
    this.#connect(early?.socket ?? new WebSocket(options.url));
    // Whoever made us holds us first.
    if (early !== undefined) queueMicrotask(() => this.#catchUp(early.socket, missed));
  }

  send(text: string): boolean {
    if (this.#socket?.readyState !== WebSocket.OPEN) return false;
    this.#socket.send(text);
    return true;
  }

  reconnect(): void {
    if (this.#socket !== null) this.#lose(this.#socket, CLOSE_NORMAL);
  }

  renew(): void {
    if (this.#socket !== null) this.#lose(this.#socket, CLOSE_NORMAL);
    this.#startOver();
  }

  refresh(): void {
    const socket = this.#socket;
    if (socket?.readyState !== WebSocket.OPEN) {
      this.#socket = null;
      socket?.close();
      this.#startOver();
      return;
    }
    clearTimeout(this.#proofTimer);
    this.#proofTimer = setTimeout(() => {
      this.#lose(socket, CLOSE_ABNORMAL);
      this.refresh();
    }, PROOF_TIMEOUT_MS);
  }

  close(): void {
    clearTimeout(this.#timer);
    clearTimeout(this.#proofTimer);
    const socket = this.#socket;
    this.#socket = null;
    socket?.close(CLOSE_NORMAL);
  }

  #startOver(): void {
    this.#attempt = 0;
    this.#connect();
  }

  /** What an early socket has gone through so far. */
  #catchUp(socket: WebSocket, missed: readonly MessageEvent<unknown>[]): void {
    if (socket.readyState >= WebSocket.CLOSING) this.#lose(socket, CLOSE_ABNORMAL);
    else if (socket.readyState === WebSocket.OPEN) this.#opened(socket);
    for (const event of missed) this.#heard(socket, event);
  }

  #connect(socket = new WebSocket(this.#options.url)): void {
    clearTimeout(this.#timer);
    this.#socket = socket;
    this.#openedAt = null;
    this.#timer = setTimeout(() => this.#lose(socket, CLOSE_ABNORMAL), CONNECT_TIMEOUT_MS);
    socket.onopen = () => this.#opened(socket);
    socket.onmessage = (event: MessageEvent<unknown>) => this.#heard(socket, event);
    socket.onclose = (event) => this.#lose(socket, event.code);
  }

  #opened(socket: WebSocket): void {
    if (socket !== this.#socket || this.#openedAt !== null) return;
    clearTimeout(this.#timer);
    this.#openedAt = performance.now();
    this.#options.onOpen();
  }

  #heard(socket: WebSocket, { data: text }: MessageEvent<unknown>): void {
    if (socket !== this.#socket) return;
    clearTimeout(this.#proofTimer);
    if (typeof text === 'string' && text.length <= MAX_TEXT_LENGTH) {
      this.#options.onText(text);
      this.#listen(socket);
    } else this.#lose(socket, CLOSE_ABNORMAL);
  }

  /** Where packets are lost without a word, TCP takes many minutes to find out. */
  #listen(socket: WebSocket): void {
    if (socket !== this.#socket) return;
    clearTimeout(this.#timer);
    const ms = this.#options.silenceMs?.() ?? null;
    if (ms !== null) this.#timer = setTimeout(() => this.#lose(socket, CLOSE_ABNORMAL), ms);
  }

  /** The one way out of a connection: whoever notices first that it is over calls this, the rest is ignored. */
  #lose(socket: WebSocket, code: number): void {
    if (socket !== this.#socket) return;
    this.#socket = null;
    socket.close();
    clearTimeout(this.#proofTimer);
    const wasStable = this.#openedAt !== null && performance.now() - this.#openedAt >= STABLE_MS;
    if (wasStable) this.#attempt = 0;
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#connect(), backoffMs(this.#attempt, Math.random()));
    this.#attempt++;
    this.#options.onClose(code);
  }
}
