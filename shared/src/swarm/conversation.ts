import { asksForLeaves } from '../metainfo/index.ts';
import type { Payload, PeerMessage } from '../wire/index.ts';
import type { Blame } from './blame.ts';
import type { Choking } from './choking.ts';
import { learnTorrent } from './content.ts';
import type { Context } from './context.ts';
import { fill, receiveBlock, receiveChoke, receiveReject } from './downloads.ts';
import { receiveBitfield, receiveHave, receiveSuggestion } from './interest.ts';
import { receiveExtendedHandshake } from './introduction.ts';
import type { LeafAnswers } from './leaf-answers.ts';
import type { MetadataFetcher } from './metadata.ts';
import type { Peer } from './peer.ts';
import { receiveCancel, receiveHashRequest, receiveMetadataRequest, receiveRequest } from './uploads.ts';

/** What a ready peer says, handed to whoever answers for it. What cannot be true closes the peer. */
export class Conversation<P extends Payload> {
  readonly #context: Context<P>;
  readonly #choking: Choking;
  readonly #metadata: MetadataFetcher<P>;
  readonly #blame: Blame<P>;
  readonly #leafAnswers: LeafAnswers<P>;

  constructor(
    context: Context<P>,
    rooms: {
      readonly choking: Choking;
      readonly metadata: MetadataFetcher<P>;
      readonly blame: Blame<P>;
      readonly leafAnswers: LeafAnswers<P>;
    },
  ) {
    this.#context = context;
    this.#choking = rooms.choking;
    this.#metadata = rooms.metadata;
    this.#blame = rooms.blame;
    this.#leafAnswers = rooms.leafAnswers;
  }

  receive(peer: Peer<P>, message: PeerMessage<P>): void {
    const context = this.#context;
    switch (message.type) {
      case 'choke':
        receiveChoke(context, peer);
        return;
      case 'unchoke':
        peer.peerChoking = false;
        fill(context, peer);
        return;
      case 'interested':
      case 'not-interested':
        peer.peerInterested = message.type === 'interested';
        if (peer.peerInterested) this.#choking.offerFreeSlot(context, peer);
        else this.#choking.offerFreeSlots(context);
        return;
      case 'have': {
        const outcome = receiveHave(context, peer, message.piece);
        this.#expect(peer, outcome !== 'impossible', 'have of no such piece');
        if (outcome === 'new') fill(context, peer);
        return;
      }
      case 'bitfield':
      case 'have-all':
      case 'have-none': {
        const said =
          message.type === 'bitfield' ? message.bytes : message.type === 'have-all' ? 'all' : 'none';
        this.#expect(peer, receiveBitfield(context, peer, said), `a second ${message.type}, or a false one`);
        fill(context, peer);
        return;
      }
      case 'request': {
        const hadSlot = !peer.amChoking;
        this.#expect(peer, receiveRequest(context, peer, message), 'request of no such block');
        // With this its turn has ended.
        if (hadSlot && peer.amChoking) this.#choking.offerFreeSlots(context);
        return;
      }
      case 'piece':
        this.#expect(peer, receiveBlock(context, peer, message), 'a block that nobody asked for');
        return;
      case 'cancel':
        receiveCancel(context, peer, message);
        return;
      case 'reject':
        this.#expect(peer, receiveReject(context, peer, message), 'reject of what nobody asked for');
        return;
      case 'extended-handshake':
        receiveExtendedHandshake(context, peer, message);
        if (context.content === null) this.#metadata.advance(context);
        return;
      case 'metadata-request':
        receiveMetadataRequest(context, peer, message.piece);
        return;
      case 'metadata-data':
      case 'metadata-reject': {
        const torrent = this.#metadata.receiveMetadata(context, peer, message);
        if (torrent !== null) learnTorrent(context, torrent);
        return;
      }
      case 'hash-request':
        if (context.content !== null && asksForLeaves(context.content.torrent.info, message)) {
          this.#leafAnswers.receive(context, peer, message);
        } else {
          receiveHashRequest(context, peer, message);
        }
        return;
      case 'hashes':
      case 'hash-reject': {
        if (context.content !== null) {
          this.#blame.receive(context, peer, message);
          return;
        }
        const torrent = this.#metadata.receiveHashes(context, peer, message);
        if (torrent !== null) learnTorrent(context, torrent);
        return;
      }
      case 'lane-signal':
      case 'lane-closed':
        context.emit({ type: 'lane', link: peer.link, message });
        return;
      case 'handshake':
      case 'auth':
        context.close(peer, 'protocol-error', `a second ${message.type}`);
        return;
      case 'leave':
        context.close(peer, 'left', 'the other side said that it leaves');
        return;
      case 'suggest':
        receiveSuggestion(context, peer, message.piece);
        return;
      case 'keep-alive':
      case 'allowed-fast':
      case 'unknown':
        return;
    }
  }

  #expect(peer: Peer<P>, holds: boolean, fault: string): void {
    if (!holds && this.#context.peers.has(peer.link)) this.#context.close(peer, 'protocol-error', fault);
  }
}
