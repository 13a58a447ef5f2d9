import { useText } from '../../text/index.ts';
import { CopyButton } from '../../ui/copy-button.tsx';
import { Section } from './section.tsx';

/** Who this browser is to others; `self` is its UUID. */
export function IdentitySection({ self }: { readonly self: string }) {
  const text = useText();
  return (
    <Section title={text('settings.name')}>
      <p dir="ltr" className="font-mono text-[0.8rem] break-all sm:text-sm">
        {self}
      </p>
      <p className="text-sm text-pretty text-quiet">{text('settings.name.about')}</p>
      <div>
        <CopyButton size="small" text={self} label={text('settings.copy')} />
      </div>
    </Section>
  );
}
