/** Whether the browser offers to install the app, and the taking of that offer. It never asks by itself. */

export interface InstallOffer {
  /** Call from a gesture. */
  take(): Promise<void>;
}

/** Not in every browser. */
interface InstallPrompt extends Event {
  prompt(): Promise<unknown>;
}

/** @param onChange there is an offer now, or none any more */
export function watchInstallOffer(onChange: (isOffered: boolean) => void): InstallOffer {
  let offer: InstallPrompt | null = null;
  const change = (now: InstallPrompt | null) => {
    offer = now;
    onChange(now !== null);
  };
  addEventListener('beforeinstallprompt', (event) => {
    // Else the browser would put its own offer in the way.
    event.preventDefault();
    change(event as InstallPrompt);
  });
  addEventListener('appinstalled', () => change(null));
  return {
    async take() {
      const taken = offer;
      // It answers once.
      change(null);
      await taken?.prompt().catch(() => undefined);
    },
  };
}
