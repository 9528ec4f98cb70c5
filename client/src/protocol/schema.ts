/** The server's types by name, as values that nobody changes. `schema.d.ts` is made by `make gen`. */

import type { components } from './schema.d';

export type Frozen<T> = T extends object ? { readonly [K in keyof T]: Frozen<T[K]> } : T;

export type Schema<Name extends keyof components['schemas']> = Frozen<components['schemas'][Name]>;
