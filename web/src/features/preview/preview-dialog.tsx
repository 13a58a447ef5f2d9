import { type KeyboardEvent, useState } from 'react';
import type { ShareSnapshot } from '../../session/snapshot.ts';
import { useText } from '../../text/index.ts';
import { LargeDialog } from '../../ui/dialog.tsx';
import { previewDialog } from './preview-button.tsx';
import { PreviewContent } from './preview-content.tsx';
import { PreviewHeader } from './preview-header.tsx';
import { fetchesHere, isPreviewable } from './previewable.ts';

/** The files of a share, one at a time; arrow keys lead to the next and back. */
export function PreviewDialog({ share }: { readonly share: ShareSnapshot }) {
  return (
    <LargeDialog handle={previewDialog}>
      {(index) => <PreviewedFiles key={index} share={share} first={index} />}
    </LargeDialog>
  );
}

function PreviewedFiles({ share, first }: { readonly share: ShareSnapshot; readonly first: number }) {
  const text = useText();
  const [index, setIndex] = useState(first);
  const isFetched = fetchesHere(share);
  // What is shown stays, whatever becomes of it meanwhile.
  const files = share.files.filter((file) => file.index === index || isPreviewable(file, isFetched));
  const at = files.findIndex((file) => file.index === index);
  const file = files[at];
  if (file === undefined) return null;
  const go = (step: number) => {
    const next = files[at + step];
    if (next !== undefined) setIndex(next.index);
  };
  const goByArrows = (event: KeyboardEvent) => {
    if (event.altKey || event.ctrlKey || event.metaKey || event.shiftKey || usesArrows(event.target)) return;
    const isRtl = text.direction === 'rtl';
    if (event.key === (isRtl ? 'ArrowLeft' : 'ArrowRight')) go(1);
    else if (event.key === (isRtl ? 'ArrowRight' : 'ArrowLeft')) go(-1);
  };
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: the buttons in it say what the keys do
    <div className="flex min-h-0 grow flex-col" onKeyDown={goByArrows}>
      <PreviewHeader share={share} file={file} position={at + 1} count={files.length} onGo={go} />
      <PreviewContent key={index} share={share} file={file} />
    </div>
  );
}

/** Players seek by them, and a text is scrolled. */
function usesArrows(target: EventTarget): boolean {
  return target instanceof HTMLMediaElement || target instanceof HTMLPreElement;
}
