/**
 * A WebSocket that carries text to and from the signaling server and comes back by itself. It owns reconnecting;
 * it knows nothing of what the text means.
 */
export interface SignalingSocketOptions {
  /** `ws:` or `wss:` URL. */
  readonly url: string;
  /** Called for each new connection: say hello again. */
  onOpen(): void;
  onText(text: string): void;
  /** The connection is gone (WebSocket close code); another attempt is already planned unless `close` was called. */
  onClose(code: number): void;
}

export interface SignalingSocket {
  /** False when there is no open connection: the text is not kept. */
  send(text: string): boolean;
  /** Drops the present connection and tries again with backoff (e.g. after a refused hello). */
  reconnect(): void;
  /** For good. */
  close(): void;
}

export declare function createSignalingSocket(options: SignalingSocketOptions): SignalingSocket;
