import { useEffect, useRef } from 'react';

/** Why there is no picture, or nobody to read it. */
export type ScanFailure = 'camera-denied' | 'camera-missing' | 'camera-busy' | 'scanner-missing';

export interface CodeScannerProps {
  readonly label: string;
  /** What a code says, each time that one is seen. */
  onText(text: string): void;
  onFailure(failure: ScanFailure): void;
}

/** Between two looks: fast enough for a hand, slow enough for the battery. */
const LOOK_EVERY_MS = 200;

/** What the camera sees, read for QR codes as long as it is on the page. */
export function CodeScanner({ label, onText, onFailure }: CodeScannerProps) {
  const video = useRef<HTMLVideoElement>(null);
  const latest = useRef({ onText, onFailure });
  useEffect(() => {
    latest.current = { onText, onFailure };
  });
  useEffect(() => {
    const stopping = new AbortController();
    watch(video.current, stopping.signal, (text) => latest.current.onText(text)).catch((error: unknown) => {
      if (!stopping.signal.aborted) latest.current.onFailure(failureOf(error));
    });
    return () => stopping.abort();
  }, []);
  return (
    <video
      ref={video}
      aria-label={label}
      muted
      playsInline
      className="aspect-square w-full rounded-2xl bg-sunken object-cover"
    />
  );
}

interface Detector {
  detect(source: HTMLVideoElement): Promise<readonly { readonly rawValue: string }[]>;
}

async function watch(
  video: HTMLVideoElement | null,
  signal: AbortSignal,
  onText: (text: string) => void,
): Promise<void> {
  if (video === null) return;
  const [camera, loading] = await Promise.allSettled([openCamera(signal), loadDetector()]);
  if (camera.status === 'rejected') throw camera.reason;
  if (loading.status === 'rejected') throw new ScannerMissing();
  if (signal.aborted) return;
  video.srcObject = camera.value;
  await video.play();
  while (!signal.aborted) {
    const [code] = await loading.value.detect(video);
    if (code !== undefined && !signal.aborted) onText(code.rawValue);
    await new Promise((resolve) => setTimeout(resolve, LOOK_EVERY_MS));
  }
}

/** The light of the camera goes out with `signal`, whenever that comes. */
async function openCamera(signal: AbortSignal): Promise<MediaStream> {
  const stream = await navigator.mediaDevices.getUserMedia({
    video: { facingMode: 'environment', width: { ideal: 1280 } },
  });
  const stop = () => {
    for (const track of stream.getTracks()) track.stop();
  };
  if (signal.aborted) stop();
  else signal.addEventListener('abort', stop, { once: true });
  return stream;
}

class ScannerMissing extends Error {}

/** The browser's own, where it reads QR codes. */
async function loadDetector(): Promise<Detector> {
  const native = (globalThis as { readonly BarcodeDetector?: DetectorClass }).BarcodeDetector;
  const formats = (await native?.getSupportedFormats().catch(() => [])) ?? [];
  const Reader =
    native !== undefined && formats.includes(QR) ? native : (await import('qr/decode.js')).BarcodeDetector;
  return new Reader({ formats: [QR] });
}

const QR = 'qr_code';

interface DetectorClass {
  new (options: { readonly formats: (typeof QR)[] }): Detector;
  getSupportedFormats(): Promise<readonly string[]>;
}

function failureOf(error: unknown): ScanFailure {
  if (error instanceof ScannerMissing) return 'scanner-missing';
  const name = error instanceof DOMException ? error.name : '';
  if (name === 'NotAllowedError' || name === 'SecurityError') return 'camera-denied';
  return name === 'NotFoundError' || name === 'OverconstrainedError' ? 'camera-missing' : 'camera-busy';
}
