/**
 * Notifications of the operating system. It asks for permission only when told to; a click brings the tab back that
 * is notified about. The service worker shows them where the browser wants that (Android), and answers their clicks.
 */

export type Permission = 'unsupported' | 'default' | 'granted' | 'denied';

export interface Notice {
  readonly title: string;
  readonly body: string;
  /** One that has the same takes its place. */
  readonly tag: string;
  /** Page to show on a click. */
  readonly url: string;
}

export function permissionToNotify(): Permission {
  // Pages over plain http have the name and not the thing.
  if (typeof Notification === 'undefined' || !isSecureContext) return 'unsupported';
  return Notification.permission;
}

/** Call from a gesture. */
export async function askToNotify(): Promise<Permission> {
  if (permissionToNotify() !== 'default') return permissionToNotify();
  return Notification.requestPermission();
}

/** Nothing where it is not allowed. */
export async function notify({ title, url, ...rest }: Notice): Promise<void> {
  if (permissionToNotify() !== 'granted') return;
  // `data`: what worker/notification-click.ts looks for.
  const options = { ...rest, data: { url }, icon: '/icon.svg' };
  try {
    const shown = new Notification(title, options);
    shown.onclick = () => {
      window.focus();
      location.href = url;
      shown.close();
    };
  } catch {
    const registration = await navigator.serviceWorker?.getRegistration();
    await registration?.showNotification(title, options);
  }
}
