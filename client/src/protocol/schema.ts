/** The server's types by name, as values that nobody changes. `schema.d.ts` is made by `make gen`. */

import type { components, operations, paths } from './schema.d';

export type Frozen<T> = T extends object ? (IsAnything<T> extends true ? Anything : Fields<T>) : T;

type Fields<T> = { readonly [K in keyof T]: Frozen<T[K]> };

/** An object of which the schema says nothing: the generator writes it as one that has nothing. */
type Anything = { readonly [key: string]: unknown };
type IsAnything<T> = string extends keyof T ? ([T[keyof T]] extends [never] ? true : false) : false;

export type Schema<Name extends keyof components['schemas']> = Frozen<components['schemas'][Name]>;

/** What a route may be asked for, by the name of its operation. */
export type Query<Name extends keyof operations> = WithoutNull<
  Frozen<NonNullable<operations[Name]['parameters']['query']>>
>;

/** Every route, taking bodies that nobody changes. */
export type Routes = Frozen<paths>;

/** What is absent is absent, not null: so the server writes it, or so it is asked. */
export type WithoutNull<T> = { [K in keyof T]: Exclude<T[K], null> };
