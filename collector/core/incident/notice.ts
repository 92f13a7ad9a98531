import type { Incident } from './incident.ts'
import type { Maintenance } from '../maintenance/maintenance.ts'

/** An incident or a maintenance, whoever wrote it. */
export type Notice =
  | { readonly kind: 'incident'; readonly notice: Incident }
  | { readonly kind: 'maintenance'; readonly notice: Maintenance }
