import { useCallback, useEffect, useState } from 'react';
import type { PreviewSource, Problem } from '../../session/snapshot.ts';
import { useCommands } from '../app/commands.ts';

interface Previewed {
  /** `null` until it is known. */
  readonly source: PreviewSource | null;
  readonly problem: Problem | null;
}

const NOTHING: Previewed = { source: null, problem: null };

/** Opens a file for as long as it is shown. */
export function usePreview(shareKey: string, fileIndex: number) {
  const commands = useCommands();
  const [attempt, setAttempt] = useState(0);
  const [previewed, setPreviewed] = useState(NOTHING);
  // biome-ignore lint/correctness/useExhaustiveDependencies: another attempt opens it anew
  useEffect(() => {
    let isClosed = false;
    setPreviewed(NOTHING);
    const preview = commands.preview(shareKey, fileIndex);
    void preview.source.then((opened) => {
      if (isClosed) return;
      setPreviewed('kind' in opened ? { source: opened, problem: null } : { source: null, problem: opened });
    });
    return () => {
      isClosed = true;
      preview.close();
    };
  }, [commands, shareKey, fileIndex, attempt]);
  /** The browser makes nothing of it; the words stand under `problem.<code>`. */
  const onBroken = useCallback((code: string) => {
    setPreviewed({ source: null, problem: { code, message: code } });
  }, []);
  const again = useCallback(() => setAttempt((before) => before + 1), []);
  return { ...previewed, onBroken, again };
}
