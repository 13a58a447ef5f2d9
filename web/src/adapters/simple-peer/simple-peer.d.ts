/** The part of simple-peer 9.11.1 that the transport uses, its internals included. */
declare module 'simple-peer' {
  export interface SimplePeerOptions {
    readonly initiator: boolean;
    readonly trickle: boolean;
    readonly channelName: string;
    readonly channelConfig: RTCDataChannelInit;
    readonly config: RTCConfiguration;
  }

  export interface SimplePeerError extends Error {
    readonly code?: string;
  }

  class SimplePeer {
    constructor(options: SimplePeerOptions);
    readonly destroyed: boolean;
    /** `null` once destroyed. */
    readonly _pc: RTCPeerConnection | null;
    /** `null` before the channel exists and once destroyed. */
    readonly _channel: RTCDataChannel | null;
    signal(data: object): void;
    /** By the initiator: makes a new offer, once the present negotiation is over. */
    negotiate(): void;
    destroy(): void;
    on(event: 'signal', listener: (data: unknown) => void): this;
    on(event: 'error', listener: (error: SimplePeerError) => void): this;
    on(event: 'close', listener: () => void): this;
  }

  // biome-ignore lint/style/noDefaultExport: that is how the package exports it
  export default SimplePeer;
}
