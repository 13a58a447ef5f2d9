/** The engine's numbers, each with its reason; docs/PROTOCOL.md has the measurements behind them. */

/** Requests we are willing to queue for one peer, told in the extended handshake (BEP 10 `reqq`). */
export const REQQ = 1024;
/** What a peer that names no `reqq` is assumed to queue (libtorrent's default). */
export const DEFAULT_REMOTE_REQQ = 250;
/**
 * Requests in flight before a rate is known, and whatever was measured: 384 KiB of 64 KiB blocks. A first burst of more
 * makes SCTP overrun a busy machine, and then stand still for a second (docs/decisions/0005-request-window.md).
 */
export const INITIAL_REQUEST_DEPTH = 6;
export const MIN_REQUEST_DEPTH = 6;
/** The floor is lower for a slow peer, who shares its line with others: it holds this much of the measured rate. */
export const DEPTH_FLOOR_MS = 250;
export const LEAST_REQUEST_DEPTH = 2;
/** The pipeline holds this many times bandwidth × delay, and never more than this long. */
export const PIPELINE_GAIN = 2;
export const MAX_PIPELINE_MS = 1_000;
/**
 * Over several lanes, which only long paths have. Each needs a block to send while another is on its way. Beyond half as
 * much again as bandwidth × delay they overrun the path's own queue together (docs/decisions/0009-lanes.md).
 */
export const REQUESTS_PER_LANE = 2;
export const LANES_GAIN = 1.5;
/** And never for more than this of the measured rate, or a slow peer would look snubbed before its first block is here. */
export const LANES_MOST_MS = 2_000;
/** Blocks being read from storage for one peer at a time: covers a storage round trip without hoarding. */
export const READ_AHEAD_BLOCKS = 16;
/** And of one whose link was full of late no more than it takes in this: what is read goes into its send buffer, and out of our hands. */
export const READ_AHEAD_MS = 250;
export const FULL_LATELY_MS = 10_000;
/** Metadata blocks and runs of hashes (16 KiB each) sent to one peer between two looks at its send buffer. */
export const MAX_ANSWERS_AT_ONCE = 16;

export const SWEEP_INTERVAL_MS = 1_000;
export const RECHOKE_INTERVAL_MS = 10_000;
export const OPTIMISTIC_INTERVAL_MS = 30_000;
/** Upload slots, the optimistic one included. */
export const UPLOAD_SLOTS = 5;
/** One more slot for every so many pieces we have: of the first pieces each goes out fast rather than to many. */
export const PIECES_PER_SLOT = 5;
/** A peer that has what we want, got this much from us and gave hardly anything waits behind all others. */
export const STINGY_AFTER_BYTES = 128 * 1024;
/** Hardly anything is less than this part of what it got. Lines differ less than that. */
export const STINGY_RATIO = 32;
/** A peer that asks for nothing for this long loses its slot to one that waits. */
export const SLOT_IDLE_MS = 1_000;
/** Peers that have left whose place in the queue is remembered: several times as many as are ever linked. */
export const MAX_WAITING_REMEMBERED = 500;
/** Bytes per second that come directly, all together, and make a relay needless. */
export const DIRECT_ENOUGH_BPS = 128 * 1024;
/** So long may they come slower before we ask through a relay again: a peer in between waits for pieces, too. */
export const RELAY_AFTER_MS = 3_000;
/** Under a download limit, this part of what it leaves to direct peers is enough: blocks come unevenly. */
export const PART_OF_LIMIT = 0.75;
/** Direct peers that did not bring all that a limit lets come are not asked alone again for so long. */
export const SPARE_AGAIN_MS = 60_000;
/** A peer that owes us blocks and sent none for this long is snubbed. */
export const SNUB_AFTER_MS = 20_000;
/** A peer that owes an answer for this long breaks the rule that every request is answered. */
export const UNRESPONSIVE_AFTER_MS = 60_000;
/** From an open link to a proven identity. */
export const HANDSHAKE_TIMEOUT_MS = 20_000;
/** Without progress for this long the metadata is asked of another peer. */
export const METADATA_TIMEOUT_MS = 10_000;
export const METADATA_PIPELINE = 8;
/** The largest info dict we accept: the largest that is made. */
export { MAX_INFO_BYTES as MAX_METADATA_BYTES } from '../metainfo/index.ts';
/** The first pieces are picked at random, so that a newcomer soon has something to trade. */
export const RANDOM_FIRST_PIECES = 4;
/** In endgame a block is asked of at most this many peers at once. */
export const ENDGAME_REQUESTERS = 2;
/** Links that one share keeps; more are refused. */
export const MAX_LINKS = 60;
/** Pieces that a peer may tell of while we do not know their number yet: no share has so many. A multiple of 8. */
export const MAX_EARLY_PIECES = 1_048_576;
/** What a peer that has not answered yet is thought to take. */
export const UNMEASURED_MS = 1_000;
/** In endgame a block is asked of a second peer that brings it this much sooner, and in half the time. */
export const WORTH_ASKING_AGAIN_MS = 1_500;
/** A peer that takes longer than this part of what all that is left takes might be the last to bring its block. */
export const LAST_ANSWER_PART = 0.35;
/** So much slower than the fastest that the block is better asked of another. */
export const MUCH_SLOWER = 2;
/** A block is late no sooner than this, whatever its peer's answers took before: then it is asked of a second peer. */
export const LATE_AT_LEAST_MS = 1_500;
/** A peer is silent no sooner than after so many times of what lies between its blocks: of a slow one they come unevenly. */
export const SILENT_GAPS = 3;
/** And after this, of a peer that has not answered yet. */
export const LATE_UNMEASURED_MS = 5_000;
/** Messages kept while a proof is being checked: a bitfield, an interest and some haves. */
export const MAX_HELD_MESSAGES = 256;
/** Blocks of deselected pieces that are kept in memory, in case they are selected again: 16 MiB. */
export const MAX_SHELVED_BLOCKS = 256;
/** Pieces that lie together within this much are fetched together: storage reads and writes them together too. */
export const EXTENT_BYTES = 1024 * 1024;
/** A super-seed's turn, where others wait; at least one piece. */
export const SUPER_SEED_TURN_BYTES = 256 * 1024;
/** A peer that was promised pieces and asks for none of them for this long loses its turn and the promises. */
export const PROMISE_STALLED_MS = 5_000;
/** Suggestions of one peer that are remembered. */
export const MAX_SUGGESTIONS = 64;
/** Pieces that failed and wait for the true leaf hashes, with their blocks in memory. */
export const MAX_SUSPECTS = 4;
export const MAX_SUSPECT_BYTES = 16 * 1024 * 1024;
/** Peers that are asked for the leaf hashes of one piece. */
export const MAX_LEAVES_ASKED = 4;
/** Who has not answered by then gets company, and is still listened to: its answer may wait behind blocks. */
export const ASK_ANOTHER_FOR_LEAVES_MS = 3_000;
export const LEAVES_TIMEOUT_MS = 20_000;
/** A peer is asked for leaf hashes, and answered, this often; a few may come at once. */
export const LEAVES_INTERVAL_MS = 1_000;
export const LEAVES_BURST = 4;
/** Pieces that are read and hashed for peers at a time. */
export const MAX_LEAVES_HASHED = 4;
/**
 * Pieces that are received and not stored yet, together. Storage that is slower than the network would else let them
 * fill the memory; a good one is never so far behind.
 */
export const MAX_UNSTORED_BYTES = 64 * 1024 * 1024;
/** A link younger than this is not judged: interest and turns take that long to show. */
export const ROOM_PROBATION_MS = 30_000;
/** One over which nothing ever moved is of no use after this long: several optimistic turns went by. */
export const ROOM_NEVER_MOVED_MS = 120_000;
