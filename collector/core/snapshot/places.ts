import { derivedId } from '../text/id.ts'

/** An id as a part of a path. Imported ids may be anything; one that no folder could be called gets a derived name. */
export const segment = (id: string): string =>
  /^[A-Za-z0-9_][A-Za-z0-9._~-]{0,99}$/.test(id) ? id : derivedId('path', id)

/** A maintenance's part of its path: never one that a month of the calendar has. */
export const maintenanceSegment = (id: string): string =>
  /^\d{4}-\d\d$/.test(id) ? derivedId('path', id) : segment(id)

/** Path of an incident's page below the locale. */
export const incidentPlace = (id: string): string => `/incidents/${segment(id)}/`

/** Path of a maintenance's page below the locale. */
export const maintenancePlace = (id: string): string => `/maintenance/${maintenanceSegment(id)}/`
