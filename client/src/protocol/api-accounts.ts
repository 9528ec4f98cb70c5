/** Sign-in, the user's own account, and the accounts of all users. */

import type { Me, Token, User } from './http';
import { at, client, ok } from './http-client';
import type { NotificationPage } from './notifications';
import type { Query, Schema } from './schema';

export const accountsApi = {
  signIn: (email: string, password: string) =>
    ok<Me>(client.POST('/api/v1/auth/sign-in', { body: { email, password } })),
  signOut: () => ok<void>(client.POST('/api/v1/auth/sign-out')),

  me: () => ok<Me>(client.GET('/api/v1/me')),
  saveSettings: (settings: Readonly<Record<string, unknown>>) =>
    // `keepalive`: settings are also saved while the page is being left.
    ok<void>(client.PUT('/api/v1/me/settings', { body: settings, keepalive: true })),
  notifications: (query: Query<'list_notifications'> = {}) =>
    ok<NotificationPage>(client.GET('/api/v1/me/notifications', { params: { query } })),
  /** Marks notifications as read; without ids, all of them. */
  readNotifications: (ids?: readonly string[]) =>
    ok<void>(client.POST('/api/v1/me/notifications/read', { body: { ids } })),
  /** For an `EventSource`: events `ready`, `notification`, `read`, `resync`. */
  myEventsUrl: '/api/v1/me/events',
  changePassword: (current: string, next: string) =>
    ok<void>(client.PUT('/api/v1/me/password', { body: { current, new: next } })),
  tokens: () => ok<readonly Token[]>(client.GET('/api/v1/me/tokens')),
  createToken: (name: string) => ok<Schema<'CreatedToken'>>(client.POST('/api/v1/me/tokens', { body: { name } })),
  deleteToken: (id: string) => ok<void>(client.DELETE('/api/v1/me/tokens/{id}', at({ id }))),

  users: () => ok<readonly User[]>(client.GET('/api/v1/users')),
  createUser: (body: Schema<'NewUser'>) => ok<User>(client.POST('/api/v1/users', { body })),
  changeUser: (id: string, body: Schema<'UserChange'>) =>
    ok<User>(client.PATCH('/api/v1/users/{id}', { ...at({ id }), body })),
} as const;
