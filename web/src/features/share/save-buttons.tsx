import { Download, FolderDown } from 'lucide-react';
import type { ShareSnapshot } from '../../session/snapshot.ts';
import { rich, type Text, useText } from '../../text/index.ts';
import { Button } from '../../ui/button.tsx';
import { useCommands } from '../app/commands.ts';

/** Saves what is here through an ordinary download. */
export function SaveButton({ share }: { readonly share: ShareSnapshot }) {
  const commands = useCommands();
  const text = useText();
  const isFirst = share.state === 'complete' && share.folder?.isUnfinished !== true;
  return (
    <Button data-testid="save" look={isFirst ? 'primary' : 'plain'} onClick={() => commands.save(share.key)}>
      <Download aria-hidden className="size-4" />
      {saveWords(text, share)}
    </Button>
  );
}

/** Saves into a folder of the person's, where the browser can; what is still on its way follows as it arrives. */
export function FolderButtons({ share }: { readonly share: ShareSnapshot }) {
  const commands = useCommands();
  const text = useText();
  const { key, folder, saving } = share;
  if (folder === null || share.state === 'seeding' || share.wantedFiles === 0) return null;
  const isSaving = saving !== null && saving.folder !== null;
  return (
    <>
      {folder.isUnfinished && (
        <Button
          data-testid="save-go-on"
          look="primary"
          className="max-w-full"
          onClick={() => commands.saveIntoFolder(key, 'chosen')}
        >
          <FolderDown aria-hidden className="size-4 shrink-0" />
          <span className="truncate">
            {rich(text, 'save.folder.go-on', {
              folder: folder.name ?? '',
              bdi: (name) => <bdi>{name}</bdi>,
            })}
          </span>
        </Button>
      )}
      <Button
        data-testid="save-into-folder"
        disabled={isSaving}
        focusableWhenDisabled
        onClick={() => commands.saveIntoFolder(key, 'new')}
      >
        <FolderDown aria-hidden className="size-4" />
        {text(folder.isUnfinished ? 'save.folder.other' : 'save.folder')}
      </Button>
    </>
  );
}

function saveWords(text: Text, { files, wantedFiles }: ShareSnapshot): string {
  if (files.length < 2) return text('share.action.save');
  return text(wantedFiles < files.length ? 'share.action.save-selected' : 'share.action.save-all');
}
