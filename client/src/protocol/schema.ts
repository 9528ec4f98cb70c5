/** The server's types by name, deeply read-only. `make gen` generates `schema.d.ts`. */

import type { components, operations, paths } from './schema.d';

export type DeepReadonly<T> = T extends object ? (IsAnything<T> extends true ? UnknownObject : Fields<T>) : T;

type Fields<T> = { readonly [K in keyof T]: DeepReadonly<T[K]> };

/** An object that the schema does not describe: the generator writes it as one without fields. */
type UnknownObject = { readonly [key: string]: unknown };
type IsAnything<T> = string extends keyof T ? ([T[keyof T]] extends [never] ? true : false) : false;

export type Schema<Name extends keyof components['schemas']> = DeepReadonly<components['schemas'][Name]>;

/** The query parameters of a route, by the name of its operation. */
export type Query<Name extends keyof operations> = WithoutNull<
  DeepReadonly<NonNullable<operations[Name]['parameters']['query']>>
>;

/** All routes, with read-only bodies. */
export type Routes = DeepReadonly<paths>;

/** Absent fields are left out, never null, in responses and in requests. */
export type WithoutNull<T> = { [K in keyof T]: Exclude<T[K], null> };
