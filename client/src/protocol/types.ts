/** All types of the API and the wire, for one import. */

export type * from './audit';
export type * from './bulk';
export type * from './datasets';
export type * from './events';
export type * from './http';
export type * from './issues';
export type * from './items';
export type * from './labels';
export type * from './notifications';
export type * from './overview';
export type * from './people';
export type * from './review';
export type * from './samples';
export type * from './tasks';
export type * from './views';
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
