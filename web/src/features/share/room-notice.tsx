import type { ShareSnapshot } from '../../session/snapshot.ts';
import { formatBytes } from '../../ui/format.ts';
import { Notice } from '../../ui/notice.tsx';
import { useApp } from '../app/commands.ts';

/** Before a download: what is selected needs more room than the browser gives this page. */
export function RoomNotice({ share }: { readonly share: ShareSnapshot }) {
  const left = useApp(({ storageQuota, storageUsed }) =>
    storageQuota === null || storageUsed === null ? null : storageQuota - storageUsed,
  );
  const needed = (share.wantedLength ?? 0) - share.heldLength;
  if (share.state !== 'waiting' || left === null || needed <= left) return null;
  const advice = share.files.length > 1 ? 'Select fewer files, or remove' : 'Remove';
  return (
    <Notice kind="warning" code="no-room">
      This needs {formatBytes(needed)}, and the browser has only about {formatBytes(Math.max(0, left))} left
      for this page. {advice} other shares, or free space on the disk.
    </Notice>
  );
}
