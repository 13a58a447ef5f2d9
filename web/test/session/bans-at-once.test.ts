import { uuidOfPublicKey } from '@flockdrop/shared/identity';
import { encodeTorrent, type Torrent } from '@flockdrop/shared/metainfo';
import { encodeMessage, LOCAL_EXTENSION_IDS, MessageDecoder, type PeerMessage } from '@flockdrop/shared/wire';
import { expect, test } from 'vitest';
import { openLibrary } from '../../src/adapters/library-store.ts';
import { believePeers, type Dial, dials, eventually, film, hashOf, linkTo, shows, Tab } from './browser.ts';

/** Somebody who proves who it is, has everything, and sends nonsense. */
class Liar {
  readonly #key: Uint8Array;

  constructor(number: number) {
    this.#key = new Uint8Array(32).fill(number);
  }

  get id(): string {
    return uuidOfPublicKey(this.#key);
  }

  /** A tab that wants a share finds it there, and connects. */
  async isMetBy(tab: Tab, torrent: Torrent): Promise<Readonly<Dial>> {
    const before = dials.length;
    tab.hears({ type: 'joined', infoHash: hashOf(torrent), peers: [{ id: this.id, left: 0 }], total: 1 });
    const dial = await eventually(() => {
      const made = dials[before];
      if (made === undefined) throw new Error('nobody was dialed');
      return made;
    });
    dial.options.onOpen();
    return dial;
  }

  /** Introduces itself, and answers the first request with zeros. */
  async lies(dial: Readonly<Dial>, { info }: Torrent): Promise<void> {
    const say = (...messages: readonly PeerMessage[]) => {
      for (const message of messages) dial.options.onMessage(encodeMessage(message, LOCAL_EXTENSION_IDS));
    };
    const infoHash = info.infoHashV2.slice(0, 20);
    say(
      { type: 'handshake', infoHash, peerId: new Uint8Array(20), fast: true, extended: true, v2: true },
      { type: 'extended-handshake', m: new Map(Object.entries(LOCAL_EXTENSION_IDS)) },
      { type: 'auth', publicKey: this.#key, signature: new Uint8Array(64) },
      { type: 'have-all' },
      { type: 'unchoke' },
    );
    const { piece, offset, length } = await eventually(() => {
      const decoder = new MessageDecoder();
      for (const message of dial.sent.flatMap((frame) => [...decoder.push(frame)])) {
        if (message.type === 'request') return message;
      }
      throw new Error('nothing was asked');
    });
    say({ type: 'piece', piece, offset, data: new Uint8Array(length) });
  }
}

/** A tab that wants a share which no other test has. */
async function wants(tab: Tab): Promise<Torrent> {
  const { torrent } = await film();
  await tab.session.openTorrent(new File([encodeTorrent(torrent)], 'film.torrent'));
  tab.session.openLink(linkTo(torrent), { start: true });
  await eventually(() => expect(tab.said('join', torrent)).toHaveLength(1));
  return torrent;
}

test('who lies to one share is shut out of all that run in this browser, once and for all', async () => {
  believePeers();
  const [tab, other] = [await Tab.open(), await Tab.open()];
  const liar = new Liar(9);
  const [torrent, beside, elsewhere] = [await wants(tab), await wants(tab), await wants(other)];
  const lie = await liar.isMetBy(tab, torrent);
  const links = [await liar.isMetBy(tab, beside), await liar.isMetBy(other, elsewhere)];
  const honest = await new Liar(10).isMetBy(tab, beside);
  await liar.lies(lie, torrent);
  await eventually(() => expect(lie.closed).toBe('banned'));
  await eventually(() => expect(links.map(({ closed }) => closed)).toEqual(['banned', 'banned']));
  expect(honest.closed).toBeNull();
  expect(await openLibrary().banned()).toEqual([liar.id]);
  // Shown where it happened.
  await shows(tab, torrent, { peers: [expect.objectContaining({ id: liar.id, state: 'banned' })] });
  const made = dials.length;
  for (const [where, what] of [
    [tab, beside],
    [other, elsewhere],
  ] as const) {
    where.hears({ type: 'joined', infoHash: hashOf(what), peers: [{ id: liar.id, left: 0 }], total: 1 });
  }
  expect(dials).toHaveLength(made);
});
