import type { TabLimits } from '../../session/snapshot.ts';
import { type Text, useText } from '../../text/index.ts';
import { useApp } from './commands.ts';

/** Says that this tab keeps to other limits than the settings', and why; nothing where it does not. */
export function TabLimitsNote() {
  const text = useText();
  const limits = useApp((snapshot) => snapshot.tabLimits);
  const words = limits === null ? null : tabLimitsWords(text, limits);
  if (words === null) return null;
  return (
    <p data-testid="tab-limits" className="text-sm text-pretty text-quiet">
      {words}
    </p>
  );
}

export function tabLimitsWords(text: Text, { down, up }: TabLimits): string | null {
  const [first, second] = [...partOf(text, 'down', down), ...partOf(text, 'up', up)];
  if (first === undefined) return null;
  return text('tab.limits', { limits: second === undefined ? first : text('tab.both', { first, second }) });
}

function partOf(text: Text, way: 'down' | 'up', bps: number | null | undefined): readonly string[] {
  if (bps === undefined) return [];
  return [bps === null ? text(`tab.${way}.unlimited`) : text(`tab.${way}`, { rate: text.rate(bps) })];
}
