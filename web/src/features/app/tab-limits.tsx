import type { TabLimits } from '../../session/snapshot.ts';
import { formatRate } from '../../ui/format.ts';
import { useApp } from './commands.ts';

/** Says that this tab keeps to other limits than the settings', and why; nothing where it does not. */
export function TabLimitsNote() {
  const limits = useApp((snapshot) => snapshot.tabLimits);
  const words = limits === null ? null : tabLimitsWords(limits);
  if (words === null) return null;
  return (
    <p data-testid="tab-limits" className="text-sm text-pretty text-quiet">
      {words}
    </p>
  );
}

export function tabLimitsWords({ down, up }: TabLimits): string | null {
  const parts = [...partOf('downloads', down), ...partOf('uploads', up)];
  if (parts.length === 0) return null;
  return `This tab alone ${parts.join(' and ')}: its link says so. A limit chosen here, in the settings, ends that.`;
}

function partOf(verb: string, bps: number | null | undefined): readonly string[] {
  if (bps === undefined) return [];
  return [bps === null ? `${verb} without a limit` : `${verb} ${formatRate(bps)} at most`];
}
