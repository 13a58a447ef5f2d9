import { useText } from '../../text/index.ts';
import { useApp } from '../app/commands.ts';
import { About } from './about.tsx';
import { AppearanceSection } from './appearance-section.tsx';
import { IdentitySection } from './identity-section.tsx';
import { InstallSection } from './install-section.tsx';
import { NotifySection } from './notify-section.tsx';
import { PrivacySection } from './privacy-section.tsx';
import { TransferSection } from './transfer-section.tsx';

/** A section for each subject, in a file of its own. */
export function SettingsPage() {
  const text = useText();
  const settings = useApp((snapshot) => snapshot.settings);
  const self = useApp((snapshot) => snapshot.self);
  if (settings === null) return null;
  return (
    <div className="flex flex-col gap-6">
      <h1 className="text-2xl font-semibold tracking-tight">{text('settings.title')}</h1>
      <AppearanceSection settings={settings} />
      <TransferSection settings={settings} />
      <PrivacySection settings={settings} />
      <NotifySection settings={settings} />
      {self !== null && <IdentitySection self={self} />}
      <InstallSection />
      <About />
    </div>
  );
}
