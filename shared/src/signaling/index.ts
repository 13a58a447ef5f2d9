export {
  type ConnectionId,
  Hub,
  type HubEffect,
  type HubEvent,
  MAX_ROOM_MEMBERS,
  MAX_SHARES_PER_CONNECTION,
} from './hub.ts';
export {
  type ClientMessage,
  encodeMessage,
  MAX_LISTED_PEERS,
  MAX_MESSAGE_LENGTH,
  type Parsed,
  PROTOCOL_VERSION,
  parseClientMessage,
  parseServerMessage,
  type ServerMessage,
} from './messages.ts';
