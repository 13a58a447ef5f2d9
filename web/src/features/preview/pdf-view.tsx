import { useState } from 'react';
import type { PreviewSource } from '../../session/snapshot.ts';
import { useText } from '../../text/index.ts';

interface PdfViewProps {
  readonly source: Extract<PreviewSource, { readonly url: string }>;
  readonly name: string;
}

/** The browser's own viewer, in a frame: pdf.js would weigh more than all of Flockdrop. */
export function PdfView({ source: { url, isStreamed }, name }: PdfViewProps) {
  const text = useText();
  const [hasViewer] = useState(() => navigator.pdfViewerEnabled);
  // Frames show our own addresses alone, which there are only with a service worker.
  if (hasViewer && isStreamed) {
    return <iframe src={url} title={name} data-testid="preview-pdf" className="min-h-0 w-full grow" />;
  }
  return (
    <div className="grid grow place-items-center p-5">
      <p data-testid="preview-pdf" className="max-w-md text-center text-quiet text-pretty">
        {text('preview.no-pdf-viewer')}
      </p>
    </div>
  );
}
