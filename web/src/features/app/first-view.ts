import type { AppStore } from '../../store/index.ts';
import { promisedState } from '../share/promised-state.ts';
import { SPREAD } from '../share/spread.ts';

/**
 * What is seen of a link that begins by itself until the app is drawn: its name, and how much of it is here. It needs no
 * words, no numbers (what writes those takes longer to make than all of this) and no more script. The app draws the same in
 * the same boxes, and takes its place.
 */
export function showFirst(place: Element, store: AppStore, key: string): void {
  const name = make('bdi');
  const title = make('h1', 'text-xl font-semibold tracking-tight wrap-anywhere sm:text-2xl', name);
  // Where the app writes how large it is, and what goes on.
  const size = make('p', 'mt-1 text-quiet tabular-nums', nothing());
  const state = make('p', 'font-medium', nothing());
  const filled = make('div', 'block h-full rounded-full bg-accent');
  const bar = make('div', '', make('div', 'block overflow-hidden rounded-full bg-sunken h-3', filled));
  title.id = 'first-view';
  for (const [attribute, value] of Object.entries({
    role: 'progressbar',
    'aria-labelledby': title.id,
    'aria-valuemin': '0',
    'aria-valuemax': '100',
  }))
    bar.setAttribute(attribute, value);
  const share = make(
    'section',
    SPREAD,
    make(
      'div',
      'flex min-w-0 flex-col gap-6',
      make(
        'div',
        '@container flex flex-col gap-5 rounded-3xl border border-line bg-card p-5 sm:p-7',
        make(
          'div',
          'flex flex-col gap-4',
          make('div', '', title, size),
          make(
            'div',
            'flex flex-col gap-2',
            make('div', 'flex flex-wrap items-baseline justify-between gap-x-4', state),
            bar,
          ),
        ),
      ),
    ),
  );
  const draw = (): void => {
    const shown = store.getState().snapshot?.shares.find((one) => one.key === key);
    if (shown === undefined) return;
    const percent = Math.round(shown.progress * 1_000) / 10;
    name.textContent = shown.name;
    filled.style.width = `${percent}%`;
    bar.setAttribute('aria-valuenow', String(percent));
    Object.assign(share.dataset, {
      testid: 'share',
      spread: true,
      state: promisedState(shown.state),
      progress: shown.progress,
      infohash: shown.infoHash ?? '',
      downBps: shown.downBps,
      upBps: shown.upBps,
      peers: shown.connectedPeers,
    });
  };
  draw();
  place.replaceChildren(share);
  const stop = store.subscribe(() => {
    if (share.isConnected) draw();
    else stop();
  });
}

function nothing(): Text {
  return document.createTextNode('\u00a0');
}

function make<Name extends keyof HTMLElementTagNameMap>(
  name: Name,
  className = '',
  ...children: readonly Node[]
): HTMLElementTagNameMap[Name] {
  const element = document.createElement(name);
  if (className !== '') element.className = className;
  element.append(...children);
  return element;
}
