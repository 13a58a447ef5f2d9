import type { ShareSnapshot } from '../../session/snapshot.ts';
import { newlyComplete, newlySaved } from '../../store/index.ts';
import { rich, useText } from '../../text/index.ts';
import { Toasts, toast } from '../../ui/toasts.tsx';
import { useNews } from './commands.ts';
import { goTo } from './route.ts';

/** Tells in passing what ended well, unless the page on screen tells it anyway. */
export function Tidings() {
  const text = useText();
  useNews((before, now) => {
    for (const share of newlySaved(before, now)) {
      toast({
        id: `saved ${share.key}`,
        title: rich(text, 'news.saved', { name: share.name, bdi: (name) => <bdi>{name}</bdi> }),
      });
    }
    for (const share of newlyComplete(before, now)) {
      if (isShown(share)) continue;
      toast({
        id: `complete ${share.key}`,
        title: rich(text, 'news.complete', { name: share.name, bdi: (name) => <bdi>{name}</bdi> }),
        action: { label: text('news.show'), onClick: () => goTo(`#/share/${share.key}`) },
      });
    }
  });
  return <Toasts label={text('news.place')} dismissLabel={text('app.dismiss')} />;
}

/** Whether the page on screen is that of the share. */
function isShown({ key, link }: ShareSnapshot): boolean {
  if (location.hash.startsWith(`#/share/${key}`)) return true;
  const named = (address: string) => /[#&]s=([^&]*)/.exec(address)?.[1];
  return link !== null && named(location.hash) === named(link);
}
