/** Sign-in, the user's own account, and the accounts of all users. */

import type { Me, Token, User } from './http';
import { client, pathParams, unwrap } from './http-client';
import type { NotificationPage } from './notifications';
import type { Query, Schema } from './schema';

export const accountsApi = {
  signIn: (email: string, password: string) =>
    unwrap<Me>(client.POST('/api/v1/auth/sign-in', { body: { email, password } })),
  signOut: () => unwrap<void>(client.POST('/api/v1/auth/sign-out')),

  me: () => unwrap<Me>(client.GET('/api/v1/me')),
  saveSettings: (settings: Readonly<Record<string, unknown>>) =>
    // `keepalive`: settings are also saved while the page is being left.
    unwrap<void>(client.PUT('/api/v1/me/settings', { body: settings, keepalive: true })),
  notifications: (query: Query<'list_notifications'> = {}) =>
    unwrap<NotificationPage>(client.GET('/api/v1/me/notifications', { params: { query } })),
  /** Marks notifications as read; without ids, all of them. */
  readNotifications: (ids?: readonly string[]) =>
    unwrap<void>(client.POST('/api/v1/me/notifications/read', { body: { ids } })),
  /** For an `EventSource`: events `ready`, `notification`, `read`, `resync`. */
  myEventsUrl: '/api/v1/me/events',
  changePassword: (current: string, next: string) =>
    unwrap<void>(client.PUT('/api/v1/me/password', { body: { current, new: next } })),
  tokens: () => unwrap<readonly Token[]>(client.GET('/api/v1/me/tokens')),
  createToken: (name: string) => unwrap<Schema<'CreatedToken'>>(client.POST('/api/v1/me/tokens', { body: { name } })),
  deleteToken: (id: string) => unwrap<void>(client.DELETE('/api/v1/me/tokens/{id}', pathParams({ id }))),

  users: () => unwrap<readonly User[]>(client.GET('/api/v1/users')),
  createUser: (body: Schema<'NewUser'>) => unwrap<User>(client.POST('/api/v1/users', { body })),
  changeUser: (id: string, body: Schema<'UserChange'>) =>
    unwrap<User>(client.PATCH('/api/v1/users/{id}', { ...pathParams({ id }), body })),
} as const;
