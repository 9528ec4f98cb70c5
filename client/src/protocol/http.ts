/** The HTTP API's types for errors, accounts and imports. */

import type { Schema } from './schema';

export type ErrorCode = Schema<'ErrorCode'>;
export type ApiErrorBody = Schema<'ApiErrorBody'>;

export type Me = Schema<'Me'>;
export type User = Schema<'User'>;
export type Token = Schema<'Token'>;

export type ImportStatus = Schema<'Import'>;
