import type { BrowserContext, Page } from '@playwright/test';

/** As if the system had opened each page of the context with this file. */
export async function launchWith(context: BrowserContext, name: string, content: Buffer): Promise<void> {
  await context.addInitScript(
    ([fileName, base64]) => {
      const file = () => new File([Uint8Array.from(atob(base64), (byte) => byte.charCodeAt(0))], fileName);
      const handle = { kind: 'file', name: fileName, getFile: async () => file() };
      const setConsumer = (consume: (launch: object) => void) => consume({ files: [handle] });
      Object.defineProperty(globalThis, 'launchQueue', { value: { setConsumer } });
    },
    [name, content.toString('base64')] as const,
  );
}

/** As if the browser offered to install the app; `wasAsked` appears in the page once it is taken up. */
export async function offerToInstall(page: Page): Promise<void> {
  await page.evaluate(() => {
    const prompt = async () => Object.assign(globalThis, { wasAsked: true });
    dispatchEvent(Object.assign(new Event('beforeinstallprompt', { cancelable: true }), { prompt }));
  });
}
