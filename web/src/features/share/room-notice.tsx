import type { ShareSnapshot } from '../../session/snapshot.ts';
import { useText } from '../../text/index.ts';
import { Notice } from '../../ui/notice.tsx';
import { useApp } from '../app/commands.ts';

/** Before a download: what is selected needs more room than the browser gives this page. */
export function RoomNotice({ share }: { readonly share: ShareSnapshot }) {
  const text = useText();
  const left = useApp(({ storageQuota, storageUsed }) =>
    storageQuota === null || storageUsed === null ? null : storageQuota - storageUsed,
  );
  const needed = (share.wantedLength ?? 0) - share.heldLength;
  if (share.state !== 'waiting' || left === null || needed <= left) return null;
  const sizes = { needed: text.bytes(needed), left: text.bytes(Math.max(0, left)) };
  return (
    <Notice kind="warning" code="no-room">
      {share.files.length > 1 ? text('share.no-room.select', sizes) : text('share.no-room', sizes)}
    </Notice>
  );
}
