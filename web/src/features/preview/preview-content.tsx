import type { FileSnapshot, PreviewSource, ShareSnapshot } from '../../session/snapshot.ts';
import { useText } from '../../text/index.ts';
import { Button } from '../../ui/button.tsx';
import { Notice } from '../../ui/notice.tsx';
import { problemWords } from '../app/problem-words.ts';
import { PdfView } from './pdf-view.tsx';
import { Player } from './player.tsx';
import { TextView } from './text-view.tsx';
import { usePreview } from './use-preview.ts';
import { WaitingNote } from './waiting-note.tsx';

interface ContentProps {
  readonly share: ShareSnapshot;
  readonly file: FileSnapshot;
}

/** One file, or why it cannot be seen. */
export function PreviewContent({ share, file }: ContentProps) {
  const text = useText();
  const { source, problem, onBroken, again } = usePreview(share.key, file.index);
  if (problem !== null) {
    return (
      <div className="grid grow place-items-center overflow-auto p-5">
        <div className="flex max-w-md flex-col items-center gap-4">
          <Notice kind="error" code={problem.code}>
            {problemWords(text, problem)}
          </Notice>
          {problem.code === 'stream-broken' && <Button onClick={again}>{text('preview.again')}</Button>}
        </div>
      </div>
    );
  }
  if (source === null) {
    return (
      <div className="grid grow place-items-center p-5">
        <WaitingNote share={share} file={file} isWaiting />
      </div>
    );
  }
  return <Shown share={share} file={file} source={source} onBroken={onBroken} />;
}

interface ShownProps extends ContentProps {
  readonly source: PreviewSource;
  onBroken(code: string): void;
}

function Shown({ share, file, source, onBroken }: ShownProps) {
  switch (source.kind) {
    case 'image':
      return (
        <div className="flex min-h-0 grow items-center justify-center bg-sunken p-2">
          <img
            src={source.url}
            alt={file.path}
            data-testid="preview-image"
            className="max-h-full max-w-full object-contain"
            onError={() => onBroken('image-unreadable')}
          />
        </div>
      );
    case 'audio':
    case 'video':
      return <Player share={share} file={file} kind={source.kind} url={source.url} onBroken={onBroken} />;
    case 'pdf':
      return <PdfView source={source} name={file.path} />;
    case 'text':
      return <TextView source={source} />;
  }
}
