import type { PickedFile } from '../../session/snapshot.ts';
import type { Text } from '../../text/index.ts';

/** What was copied elsewhere. */
export interface Copied {
  readonly files: readonly File[];
  readonly text: string;
}

/** A link is opened, everything else is shared as files with names that say something. */
export type Pasted =
  | { readonly kind: 'link'; readonly link: string }
  | { readonly kind: 'files'; readonly files: readonly PickedFile[] }
  | { readonly kind: 'nothing' };

/** What browsers call an image that has no name. */
const NAMELESS = /^image\.\w+$/;
/** A share link, a magnet or a bare info-hash, with nothing around it. Whether it is a good one is said on opening it. */
const LINK = /^(?:magnet:\S+|\S*[#&]s=\S*|[0-9a-f]{64})$/i;

export function isLink(text: string): boolean {
  return LINK.test(text.trim());
}

export function sortPasted({ files, text: words }: Copied, text: Text, now: Date): Pasted {
  const isNameless = ({ name }: File) => NAMELESS.test(name);
  // An office program copies a picture of the words along with them.
  if (words.trim() !== '' && files.every(isNameless)) {
    if (isLink(words)) return { kind: 'link', link: words.trim() };
    const name = `${text('app.pasted-text', { when: stamp(now) })}.txt`;
    return { kind: 'files', files: [{ path: name, file: new File([words], name, { type: 'text/plain' }) }] };
  }
  if (files.length === 0) return { kind: 'nothing' };
  const image = text('app.pasted-image', { when: stamp(now) });
  let images = 0;
  const named = files.map((file) => {
    if (!isNameless(file)) return { path: file.webkitRelativePath || file.name, file };
    images++;
    const name = `${image}${images === 1 ? '' : ` ${images}`}${file.name.slice('image'.length)}`;
    return { path: name, file: new File([file], name, { type: file.type }) };
  });
  return { kind: 'files', files: named };
}

/** `2026-11-27 21.50.07`: sorts by time, and is allowed in names everywhere. */
function stamp(now: Date): string {
  const two = (value: number) => String(value).padStart(2, '0');
  const day = [now.getFullYear(), two(now.getMonth() + 1), two(now.getDate())].join('-');
  return `${day} ${[now.getHours(), now.getMinutes(), now.getSeconds()].map(two).join('.')}`;
}
