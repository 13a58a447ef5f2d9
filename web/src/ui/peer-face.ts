/**
 * A name and a face for a UUID, so that a person can tell peers apart: the same for the same UUID on every machine,
 * for ever. Neither says who somebody is, and two peers may share a name.
 */

const MANNERS = words(`
  Amber Bold Brave Bright Brisk Calm Candid Cheery Clever Copper Coral Cosy Crimson Curious Daring
  Dusky Eager Early Fair Fleet Fond Frank Gentle Glad Golden Grand Happy Hardy Hazel Humble Indigo
  Ivory Jolly Keen Kind Lively Lucky Lunar Mellow Merry Mild Misty Neat Nimble Noble Olive Patient
  Plucky Polite Proud Quick Quiet Rosy Royal Rustic Sandy Silver Solar Steady Sunny Swift Tidy Velvet
  Wise
`);

const BIRDS = words(`
  Albatross Avocet Bittern Blackbird Bunting Canary Chickadee Condor Cormorant Crane Cuckoo Curlew
  Dipper Dove Dunlin Eagle Egret Eider Falcon Finch Flamingo Gannet Goldcrest Goose Grebe Grouse Gull
  Harrier Heron Hoopoe Ibis Jackdaw Jay Kestrel Kingfisher Kite Kiwi Lapwing Lark Linnet Magpie Martin
  Nightingale Oriole Osprey Owl Parrot Pelican Petrel Plover Puffin Quail Raven Robin Sandpiper Siskin
  Sparrow Starling Stork Swallow Swan Tern Wagtail Wren
`);

/** `Amber Heron`. */
export function peerName(id: string): string {
  const dice = diceOf(id);
  return `${pick(MANNERS, dice())} ${pick(BIRDS, dice())}`;
}

export interface PeerFace {
  /** Of the ground, degrees of OKLCH. */
  readonly hue: number;
  /** Of the bird, far enough from the ground to stand out. */
  readonly bodyHue: number;
  readonly looksLeft: boolean;
  readonly crest: 'none' | 'tuft' | 'crown';
  readonly wing: 'round' | 'long';
}

export function peerFace(id: string): PeerFace {
  const dice = diceOf(`face ${id}`);
  const hue = dice() % 360;
  return {
    hue,
    bodyHue: (hue + 80 + (dice() % 200)) % 360,
    looksLeft: dice() % 2 === 1,
    crest: pick(['none', 'tuft', 'crown'] as const, dice()),
    wing: pick(['round', 'long'] as const, dice()),
  };
}

/** One number after another that only the text decides: FNV-1a, then xorshift over what it gave. */
function diceOf(text: string): () => number {
  let state = 0x811c9dc5;
  for (let at = 0; at < text.length; at++) state = Math.imul(state ^ text.charCodeAt(at), 0x01000193);
  // Xorshift stays at zero for ever.
  state ||= 1;
  return () => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return (state >>> 0) >>> 8;
  };
}

function pick<T>(list: readonly T[], number: number): T {
  const picked = list[number % list.length];
  if (picked === undefined) throw new RangeError('nothing to pick from');
  return picked;
}

function words(text: string): readonly string[] {
  return text.trim().split(/\s+/);
}
