import { useText } from '../../text/index.ts';

export function About() {
  const text = useText();
  return (
    <section aria-label={text('settings.about')} className="px-1 text-sm text-pretty text-quiet">
      {text('settings.about.text')}
    </section>
  );
}
