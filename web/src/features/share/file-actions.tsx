import { Download } from 'lucide-react';
import type { FileSnapshot } from '../../session/snapshot.ts';
import { useText } from '../../text/index.ts';
import { Button } from '../../ui/button.tsx';
import { useCommands } from '../app/commands.ts';
import { PreviewButton } from '../preview/preview-button.tsx';

/** What can be done with one file, at the end of its row. */
export function FileActions({ file, shareKey }: { readonly file: FileSnapshot; readonly shareKey: string }) {
  const commands = useCommands();
  const text = useText();
  return (
    <div className="-me-3 flex shrink-0 items-center empty:hidden">
      <PreviewButton file={file} shareKey={shareKey} />
      {file.progress === 1 && (
        <Button
          look="quiet"
          size="small"
          data-testid="save"
          aria-label={text('file.save', { path: file.path })}
          onClick={() => commands.save(shareKey, file.index)}
        >
          <Download aria-hidden className="size-4" />
        </Button>
      )}
    </div>
  );
}
