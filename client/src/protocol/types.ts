/** Every type that travels, by one import. */

export type * from './http';
export type * from './issues';
export type * from './labels';
export type * from './people';
export type * from './review';
export type * from './setup-contract';
export type {
  Access,
  ClientMessage,
  LockStatus,
  LockView,
  Presence,
  PresenceDraft,
  RefusalCode,
  ServerMessage,
  Welcome,
  WireNotice,
} from './wire';
