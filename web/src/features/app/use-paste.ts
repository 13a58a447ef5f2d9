import { useCallback } from 'react';
import { useText } from '../../text/index.ts';
import { useOpen } from './opening.tsx';
import { type Copied, sortPasted } from './pasted.ts';

/** Opens or shares what was copied elsewhere; false where there is nothing in it. */
export function usePaste(): (copied: Copied) => boolean {
  const open = useOpen();
  const text = useText();
  return useCallback(
    (copied) => {
      const pasted = sortPasted(copied, text, new Date());
      if (pasted.kind === 'link') open((commands) => commands.openLink(pasted.link));
      else if (pasted.kind === 'files') open((commands) => commands.createShare(pasted.files), pasted.files);
      return pasted.kind !== 'nothing';
    },
    [open, text],
  );
}
