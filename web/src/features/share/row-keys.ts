/**
 * Arrow keys among the rows of files, as in any tree: up and down from row to row, right opens a folder, left closes it
 * or goes to the folder around. Tab goes through everything as ever.
 */

/** What can take the focus in a row that is no folder. */
const STOPS = 'button, input, select';

/** @returns whether the key was one of these */
export function moveAmongRows(key: string, target: HTMLElement): boolean {
  // These have a use for arrows of their own.
  if (target instanceof HTMLSelectElement) return false;
  const row = target.closest('li');
  if (row === null) return false;
  const isBackwards = getComputedStyle(row).direction === 'rtl';
  switch (key) {
    case 'ArrowDown':
      return focusFrom(row, (one) => one.nextElementSibling);
    case 'ArrowUp':
      return focusFrom(row, (one) => one.previousElementSibling);
    case 'ArrowRight':
      return isBackwards ? leave(row) : enter(row);
    case 'ArrowLeft':
      return isBackwards ? enter(row) : leave(row);
    default:
      return false;
  }
}

/** Goes on until a row has something to focus: a file may have nothing to do. */
function focusFrom(row: Element, next: (one: Element) => Element | null): boolean {
  for (let one = next(row); one !== null; one = next(one)) {
    const stop = stopOf(one);
    if (stop === null) continue;
    stop.focus();
    return true;
  }
  return false;
}

function enter(row: Element): boolean {
  const folder = folderButton(row);
  if (folder === null) return false;
  if (folder.getAttribute('aria-expanded') === 'true') return focusFrom(row, (one) => one.nextElementSibling);
  folder.focus();
  folder.click();
  return true;
}

function leave(row: Element): boolean {
  const folder = folderButton(row);
  if (folder?.getAttribute('aria-expanded') === 'true') {
    folder.focus();
    folder.click();
    return true;
  }
  const level = levelOf(row);
  let around = row.previousElementSibling;
  while (around !== null && levelOf(around) >= level) around = around.previousElementSibling;
  if (around === null) return false;
  stopOf(around)?.focus();
  return true;
}

function folderButton(row: Element): HTMLElement | null {
  return row.querySelector<HTMLElement>('[data-row-stop]');
}

function stopOf(row: Element): HTMLElement | null {
  return folderButton(row) ?? row.querySelector<HTMLElement>(STOPS);
}

function levelOf(row: Element): number {
  return Number(row.getAttribute('data-level'));
}
