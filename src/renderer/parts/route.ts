import type { Route } from '../../../collector/core/snapshot/renderer.ts'

/** A path and what its bytes depend on; where its file is known already, it is a route. */
export type Part = Omit<Route, 'file'> & { readonly file?: string }

const fileOf = (path: string): string => (path.endsWith('/') ? `${path}index.html` : path).slice(1)

/** The route of a part; one that is a route already is itself. */
export const routeOf = (part: Part): Route =>
  part.file === undefined ? { ...part, file: fileOf(part.path) } : (part as Route)
