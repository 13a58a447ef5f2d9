import { type SyntheticEvent, useState } from 'react';
import type { FileSnapshot, ShareSnapshot } from '../../session/snapshot.ts';
import { useText } from '../../text/index.ts';
import { WaitingNote } from './waiting-note.tsx';

interface PlayerProps {
  readonly share: ShareSnapshot;
  readonly file: FileSnapshot;
  readonly kind: 'audio' | 'video';
  readonly url: string;
  /** With a code that tells why. */
  onBroken(code: string): void;
}

/** The browser's own player; below it stands what it waits for. */
export function Player({ share, file, kind, url, onBroken }: PlayerProps) {
  const text = useText();
  const [isWaiting, setWaiting] = useState(true);
  const [mayWait] = useState(file.progress < 1);
  const Media = kind;
  const isVideo = kind === 'video';
  return (
    <div className="flex min-h-0 grow flex-col">
      <div
        className={`flex min-h-0 grow items-center justify-center ${isVideo ? 'bg-black' : 'bg-sunken p-4'}`}
      >
        <Media
          src={url}
          controls
          autoPlay
          playsInline
          aria-label={text('preview.player', { name: file.path.slice(file.path.lastIndexOf('/') + 1) })}
          data-testid="preview-player"
          data-waiting={isWaiting}
          className={isVideo ? 'size-full' : 'w-full max-w-xl'}
          onWaiting={() => setWaiting(true)}
          onSeeking={() => setWaiting(true)}
          onSeeked={({ currentTarget }) => setWaiting(currentTarget.readyState < FUTURE_DATA)}
          onCanPlay={() => setWaiting(false)}
          onPlaying={() => setWaiting(false)}
          onError={(event) => onBroken(codeOf(event))}
        />
      </div>
      {/* As high as it ever gets, so that the picture does not jump. What is here needs no words. */}
      {mayWait && (
        <div className="flex min-h-14 shrink-0 items-center justify-center px-4 py-2">
          <WaitingNote share={share} file={file} isWaiting={isWaiting} />
        </div>
      )}
    </div>
  );
}

/** `HTMLMediaElement.HAVE_FUTURE_DATA`. */
const FUTURE_DATA = 3;
/** `MediaError.MEDIA_ERR_NETWORK`. */
const NETWORK = 2;

function codeOf({ currentTarget: { error } }: SyntheticEvent<HTMLMediaElement>): string {
  return error?.code === NETWORK ? 'stream-broken' : 'codec-unsupported';
}
