/** What the HTTP API says of itself, of accounts and of imports. */

import type { Schema } from './schema';

export type ErrorCode = Schema<'ErrorCode'>;
export type ApiErrorBody = Schema<'ApiErrorBody'>;

export type Me = Schema<'Me'>;
export type User = Schema<'User'>;
export type Token = Schema<'Token'>;

export type ImportStatus = Schema<'Import'>;
