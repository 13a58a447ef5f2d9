import { describe, expect, it } from 'vitest';
import { concatBytes, utf8Encode } from '../../src/bytes/index.ts';
import { type BValue, encode, keyOf } from '../../src/metainfo/bencode.ts';
import { MetainfoError, type MetainfoErrorCode, parseInfo, parseTorrent } from '../../src/metainfo/index.ts';
import { type Editable, edited, vectorBytes } from './fixtures.ts';

const FILE = '';
const text = utf8Encode;
const dict = (entries: Readonly<Record<string, BValue>>) =>
  new Map(Object.entries(entries).map(([key, value]) => [keyOf(key), value] as const));
const entry = (path: readonly string[], length: number) => dict({ length, path: path.map(text) });
const emptyFile = () => dict({ [FILE]: dict({ length: 0 }) });

type Case = readonly [
  code: MetainfoErrorCode,
  what: string,
  vector: string,
  change: (torrent: Editable) => void,
];

const cases: readonly Case[] = [
  [
    'v1-only',
    'v1 alone',
    'hello.bin',
    (t) => {
      t.at('info').remove('file tree');
      t.at('info').remove('meta version');
    },
  ],
  ['bad-info', 'no info dict', 'hello.bin', (t) => t.remove('info')],
  ['bad-info', 'an info that is a list', 'hello.bin', (t) => t.set('info', [])],
  ['bad-info', 'a later version', 'hello.bin', (t) => t.at('info').set('meta version', 3)],
  ['bad-info', 'no version', 'hello.bin', (t) => t.at('info').remove('meta version')],
  ['bad-info', 'no name', 'hello.bin', (t) => t.at('info').remove('name')],
  ['bad-info', 'no file tree', 'hello.bin', (t) => t.at('info').remove('file tree')],
  ['bad-info', 'an empty file tree', 'hello.bin', (t) => t.at('info').set('file tree', dict({}))],
  ['bad-info', 'an empty folder', 'album', (t) => t.at('info', 'file tree').set('zz', dict({}))],
  ['bad-info', 'a piece length of 0', 'hello.bin', (t) => t.at('info').set('piece length', 0)],
  ['bad-info', 'a negative piece length', 'hello.bin', (t) => t.at('info').set('piece length', -16_384)],
  ['bad-info', 'a small piece length', 'hello.bin', (t) => t.at('info').set('piece length', 8_192)],
  [
    'bad-info',
    'a piece length that is no power of two',
    'hello.bin',
    (t) => t.at('info').set('piece length', 49_152),
  ],
  ['too-large', 'an absurd piece length', 'hello.bin', (t) => t.at('info').set('piece length', 2 ** 40)],
  [
    'too-large',
    'an absurd file',
    'hello.bin',
    (t) => t.at('info', 'file tree', 'hello.bin', FILE).set('length', Number.MAX_SAFE_INTEGER),
  ],
  [
    'bad-info',
    'a negative length in v2',
    'hello.bin',
    (t) => t.at('info', 'file tree', 'hello.bin', FILE).set('length', -1),
  ],
  ['bad-info', 'a negative length in v1', 'hello.bin', (t) => t.at('info').set('length', -1)],
  [
    'bad-info',
    'a short root',
    'hello.bin',
    (t) => t.at('info', 'file tree', 'hello.bin', FILE).set('pieces root', new Uint8Array(31)),
  ],
  [
    'bad-info',
    'a file without root',
    'hello.bin',
    (t) => t.at('info', 'file tree', 'hello.bin', FILE).remove('pieces root'),
  ],
  [
    'bad-info',
    'a symbolic link in v2',
    'hello.bin',
    (t) => t.at('info', 'file tree', 'hello.bin', FILE).set('symlink path', [text('x')]),
  ],
  [
    'bad-info',
    'a symbolic link by attribute in v2',
    'hello.bin',
    (t) => t.at('info', 'file tree', 'hello.bin', FILE).set('attr', text('xl')),
  ],
  [
    'bad-info',
    'a symbolic link as the only v1 file',
    'hello.bin',
    (t) => t.at('info').set('attr', text('l')),
  ],
  ['bad-info', 'a symbolic link in v1', 'album', (t) => t.at('info', 'files', 0).set('attr', text('l'))],
  [
    'contradiction',
    'an empty file with a root',
    'has-empty',
    (t) => t.at('info', 'file tree', 'empty.txt', FILE).set('pieces root', new Uint8Array(32)),
  ],
  [
    'empty-share',
    'only empty files',
    'has-empty',
    (t) => {
      t.at('info').set('file tree', dict({ 'empty.txt': emptyFile() }));
    },
  ],
  ['contradiction', 'another length in v1', 'hello.bin', (t) => t.at('info').set('length', 1_001)],
  [
    'contradiction',
    'another name than its only file',
    'hello.bin',
    (t) => t.at('info').set('name', text('other')),
  ],
  [
    'contradiction',
    'v1 a file and a folder at once',
    'hello.bin',
    (t) => t.at('info').set('files', [entry(['hello.bin'], 1_000)]),
  ],
  [
    'contradiction',
    'v1 a folder of another file',
    'hello.bin',
    (t) => {
      t.at('info').remove('length');
      t.at('info').set('files', [entry(['other.bin'], 1_000)]);
    },
  ],
  [
    'contradiction',
    'another name for old clients',
    'album',
    (t) => t.at('info').set('name.utf-8', text('x')),
  ],
  ['contradiction', 'a number as that name', 'album', (t) => t.at('info').set('name.utf-8', 5)],
  [
    'contradiction',
    'another path for old clients',
    'album',
    (t) => t.at('info', 'files', 0).set('path.utf-8', [text('b.txt')]),
  ],
  [
    'contradiction',
    'a longer path for old clients',
    'album',
    (t) => t.at('info', 'files', 0).set('path.utf-8', [text('a.txt'), text('a.txt')]),
  ],
  ['contradiction', 'v1 a file, v2 a folder', 'album', (t) => t.at('info').set('length', 5)],
  [
    'contradiction',
    'a v1 piece too few',
    'album',
    (t) => t.at('info').set('pieces', t.at('info', 'pieces').bytes.slice(20)),
  ],
  [
    'contradiction',
    'half a v1 piece',
    'album',
    (t) => t.at('info').set('pieces', t.at('info', 'pieces').bytes.slice(10)),
  ],
  ['bad-info', 'v1 files without v1 pieces', 'album', (t) => t.at('info').remove('pieces')],
  [
    'contradiction',
    'another path in v1',
    'album',
    (t) => t.at('info', 'files', 0).set('path', [text('b.txt')]),
  ],
  ['contradiction', 'another file length in v1', 'album', (t) => t.at('info', 'files', 0).set('length', 11)],
  ['contradiction', 'v1 in another order', 'aligned', (t) => t.at('info', 'files').list.reverse()],
  [
    'contradiction',
    'a file in v1 only',
    'aligned',
    (t) => t.at('info', 'files').list.push(entry(['zz'], 65_536)),
  ],
  ['contradiction', 'a file in v2 only', 'aligned', (t) => t.at('info', 'file tree').set('zz', emptyFile())],
  [
    'contradiction',
    'no pad files at all',
    'album',
    (t) => {
      const files = t.at('info', 'files').list;
      t.at('info').set(
        'files',
        files.filter((file) => !(file instanceof Map && file.has(keyOf('attr')))),
      );
    },
  ],
  ['contradiction', 'a missing pad file', 'album', (t) => t.at('info', 'files').list.splice(1, 1)],
  [
    'contradiction',
    'a pad file of the wrong length',
    'album',
    (t) => t.at('info', 'files', 1).set('length', 65_525),
  ],
  [
    'contradiction',
    'a pad file where none belongs',
    'aligned',
    (t) =>
      t.at('info', 'files').list.splice(1, 0, entry(['.pad', '65536'], 65_536).set(keyOf('attr'), text('p'))),
  ],
  [
    'contradiction',
    'one root for two lengths',
    'album',
    (t) =>
      t
        .at('info', 'file tree', 'z', 'last.bin', FILE)
        .set('pieces root', t.at('info', 'file tree', 'a.txt', FILE, 'pieces root').bytes),
  ],
  [
    'unsafe-path',
    'a file that is a folder',
    'album',
    (t) => t.at('info', 'file tree', 'a.txt').set('x', emptyFile()),
  ],
  ...['.', '..', 'a/b', '/', 'nul\0byte', 'x'.repeat(1_025)].map(
    (name): Case => [
      'unsafe-path',
      `a file called ${JSON.stringify(name.slice(0, 10))}`,
      'album',
      (t) => t.at('info', 'file tree').set(name, emptyFile()),
    ],
  ),
  [
    'unsafe-path',
    'a path that climbs out',
    'album',
    (t) => t.at('info', 'file tree').set('..', dict({ etc: emptyFile() })),
  ],
  ['unsafe-path', 'a name that climbs out', 'album', (t) => t.at('info').set('name', text('..'))],
  ['unsafe-path', 'an empty name', 'album', (t) => t.at('info').set('name', text(''))],
  [
    'unsafe-path',
    'a name that is not UTF-8',
    'album',
    (t) => t.at('info').set('name', Uint8Array.of(0xc0, 0x80)),
  ],
  ['unsafe-path', 'a path of 66 folders', 'album', (t) => t.at('info', 'file tree').set('deep', nested(65))],
  [
    'unsafe-path',
    'a path of more than 4 KiB',
    'album',
    (t) => t.at('info', 'file tree').set('p'.repeat(1_000), nested(4, 'p'.repeat(1_000))),
  ],
  ['bad-bencode', 'folders without end', 'album', (t) => t.at('info', 'file tree').set('deep', nested(90))],
  ['bad-layers', 'no layers at all', 'album', (t) => t.remove('piece layers')],
  [
    'bad-layers',
    'a missing layer',
    'album',
    (t) => {
      const layers = t.at('piece layers').dict;
      layers.delete([...layers.keys()][0] ?? '');
    },
  ],
  [
    'bad-layers',
    'a layer that belongs to no file',
    'album',
    (t) => t.at('piece layers').dict.set('x'.repeat(32), new Uint8Array(64)),
  ],
  [
    'bad-layers',
    'a layer for a file of one piece',
    'p.bin',
    (t) => {
      const root = t.at('info', 'file tree', 'p.bin', FILE, 'pieces root').bytes;
      t.at('piece layers').dict.set(String.fromCharCode(...root), root);
    },
  ],
  ['bad-layers', 'a layer a hash too short', 'leaf1.bin', (t) => changeLayer(t, (layer) => layer.slice(32))],
  [
    'bad-layers',
    'a layer a hash too long',
    'leaf1.bin',
    (t) => changeLayer(t, (layer) => concatBytes([layer, new Uint8Array(32)])),
  ],
  [
    'bad-layers',
    'a layer with one bit changed',
    'leaf1.bin',
    (t) => changeLayer(t, (layer) => layer.map((byte, at) => (at === 40 ? byte ^ 1 : byte))),
  ],
  ['bad-info', 'layers that are no dictionary', 'album', (t) => t.set('piece layers', [])],
];

function nested(depth: number, name = 'd'): BValue {
  return depth === 0 ? emptyFile() : dict({ [name]: nested(depth - 1, name) });
}

function changeLayer(torrent: Editable, change: (layer: Uint8Array) => Uint8Array): void {
  const layers = torrent.at('piece layers').dict;
  for (const [root, layer] of layers) if (layer instanceof Uint8Array) layers.set(root, change(layer));
}

describe('a torrent that disagrees with itself is refused', () => {
  it.each(cases)('%s: %s', (code, _what, vector, change) => {
    const original = vectorBytes(vector);
    expect(() => parseTorrent(original)).not.toThrow();
    const broken = edited(original, change);
    expect(broken).not.toEqual(original);
    const error = thrownBy(() => parseTorrent(broken));
    expect(error).toBeInstanceOf(MetainfoError);
    expect(error).toMatchObject({ code });
  });

  it('too-large: more pieces than a bitfield can tell', () => {
    const info = encode(
      dict({
        'file tree': dict({
          big: dict({ [FILE]: dict({ length: 2 ** 44, 'pieces root': new Uint8Array(32) }) }),
        }),
        'meta version': 2,
        name: text('big'),
        'piece length': 16_384,
      }),
    );
    expect(thrownBy(() => parseInfo(info))).toMatchObject({ code: 'too-large' });
  });

  it('too-large: more folders than are supported', () => {
    const folders = Array.from({ length: 40_001 }, (_, n) => [keyOf(`f${n}`), nested(5)] as const);
    const broken = edited(vectorBytes('album'), (t) => t.at('info').set('file tree', new Map(folders)));
    expect(thrownBy(() => parseTorrent(broken))).toMatchObject({ code: 'too-large' });
  });

  it('too-large: more files than are supported', () => {
    const many = new Map(Array.from({ length: 100_001 }, (_, n) => [keyOf(`f${n}`), emptyFile()] as const));
    const broken = edited(vectorBytes('album'), (t) => t.at('info').set('file tree', many));
    expect(thrownBy(() => parseTorrent(broken))).toMatchObject({ code: 'too-large' });
  });
});

function thrownBy(run: () => unknown): unknown {
  try {
    run();
  } catch (error) {
    return error;
  }
  throw new Error('nothing was thrown');
}
