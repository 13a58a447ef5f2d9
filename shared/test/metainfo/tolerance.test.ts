import { describe, expect, it } from 'vitest';
import { utf8Encode as text } from '../../src/bytes/index.ts';
import { type BValue, keyOf } from '../../src/metainfo/bencode.ts';
import { parseTorrent } from '../../src/metainfo/index.ts';
import { edited, vectorBytes } from './fixtures.ts';

describe('a torrent that differs only where it may is accepted', () => {
  it('v2 only: no v1 info-hash', () => {
    const v2Only = edited(vectorBytes('album'), (t) => {
      t.at('info').remove('files');
      t.at('info').remove('pieces');
    });
    const { info } = parseTorrent(v2Only);
    expect(info.infoHashV1).toBeNull();
    expect(info.geometry).toEqual(parseTorrent(vectorBytes('album')).info.geometry);
  });

  it('no pad file behind the last file', () => {
    const unpadded = edited(vectorBytes('album'), (t) => t.at('info', 'files').list.pop());
    expect(parseTorrent(unpadded).info.geometry.files).toHaveLength(5);
  });

  it('keys that we do not know', () => {
    const extended = edited(vectorBytes('hello.bin'), (t) => {
      t.set('announce', text('wss://tracker.example'));
      t.at('info').set('private', 1);
    });
    expect(parseTorrent(extended).info.name).toBe('hello.bin');
  });

  it('v1 says that the file lies in a folder of its name', () => {
    const folder = edited(vectorBytes('hello.bin'), (t) => {
      const file = new Map<string, BValue>([
        [keyOf('length'), 1_000],
        [keyOf('path'), [text('hello.bin')]],
      ]);
      t.at('info').remove('length');
      t.at('info').set('files', [file]);
    });
    const { info } = parseTorrent(folder);
    expect(info.geometry).toEqual(parseTorrent(vectorBytes('hello.bin')).info.geometry);
  });

  it('names said twice, and attributes that change nothing', () => {
    const repeated = edited(vectorBytes('album'), (t) => {
      t.at('info').set('name.utf-8', text('album'));
      t.at('info', 'files', 0).set('path.utf-8', [text('a.txt')]);
      t.at('info', 'files', 0).set('attr', text('x'));
      t.at('info', 'file tree', 'a.txt', '').set('attr', text('xh'));
    });
    expect(parseTorrent(repeated).info.name).toBe('album');
  });
});
