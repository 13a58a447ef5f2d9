import type { PreviewSource } from '../../session/snapshot.ts';
import { useText } from '../../text/index.ts';

/** Words, whatever they mean to a browser: HTML and SVG are read here, too. */
export function TextView({ source }: { readonly source: Extract<PreviewSource, { kind: 'text' }> }) {
  const text = useText();
  return (
    <>
      <pre
        // biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls, so the keyboard must reach it
        tabIndex={0}
        dir="auto"
        data-testid="preview-text"
        className="min-h-0 grow overflow-auto p-4 font-mono text-sm whitespace-pre-wrap wrap-anywhere -outline-offset-2 sm:p-5"
      >
        {source.text}
      </pre>
      {source.isCut && (
        <p className="shrink-0 border-t border-line px-4 py-2 text-sm text-quiet sm:px-5">
          {text('preview.cut')}
        </p>
      )}
    </>
  );
}
