/** What a person copied, where the browser lets a page ask for it. Call from a gesture. */

export interface Copied {
  readonly files: readonly File[];
  readonly text: string;
}

/** Pages over plain http cannot, and some browsers only take what is pasted with the keyboard. */
export function canReadClipboard(): boolean {
  return typeof navigator !== 'undefined' && typeof navigator.clipboard?.read === 'function';
}

/** Rejects where the person or the browser does not want it. */
export async function readClipboard(): Promise<Copied> {
  const files: File[] = [];
  let text = '';
  for (const item of await navigator.clipboard.read()) {
    const image = item.types.find((type) => type.startsWith('image/'));
    if (item.types.includes('text/plain')) text += await (await item.getType('text/plain')).text();
    else if (image !== undefined) files.push(imageFile(await item.getType(image)));
  }
  return { files, text };
}

/** Named as browsers name one that is pasted. */
function imageFile(blob: Blob): File {
  return new File([blob], `image.${blob.type.slice('image/'.length).split('+')[0]}`, { type: blob.type });
}
