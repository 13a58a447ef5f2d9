import { CopyButton } from '../../ui/copy-button.tsx';
import { Section } from './section.tsx';

/** Who this browser is to others; `self` is its UUID. */
export function IdentitySection({ self }: { readonly self: string }) {
  return (
    <Section title="This browser’s name">
      <p className="font-mono text-[0.8rem] break-all sm:text-sm">{self}</p>
      <p className="text-sm text-pretty text-quiet">
        Derived from a key that never leaves this browser, so nobody can take the name. Others see it when you
        are connected.
      </p>
      <div>
        <CopyButton size="small" text={self} label="Copy" />
      </div>
    </Section>
  );
}
