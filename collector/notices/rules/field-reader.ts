import type { Impact } from '../../core/incident/incident.ts'
import type { PageSettings, ValidationContext } from './validation-context.ts'
import { validateClass } from './window-rules.ts'
import type { FieldReader } from '../fields/values.ts'

/** What an input is read against beside the page. */
type ReaderScope = {
  readonly page: Pick<PageSettings, 'notice'>
  /** Components that may be named although they are no longer configured. */
  readonly formerComponents?: readonly string[]
  /** The impact that components without a status of their own follow. */
  readonly impact?: Impact
}

/** Reads the fields of the API, and the parts of front matter that are no times. */
export const createFieldReader = (
  read: ValidationContext,
  { page, formerComponents = [], impact = 'none' }: ReaderScope,
): FieldReader => ({
  text: read.text,
  instant: (path, written) => read.instant(path, String(written)),
  pastInstant: (path, written) => read.pastInstant(path, String(written)),
  componentIds: (path, ids) => read.componentIds(path, ids, formerComponents),
  statuses: (path, components, ownImpact) =>
    read.declaredStatuses(path, components, ownImpact ?? impact, formerComponents),
  class: (_, name) => validateClass(name, read, page),
  addIssue: read.addIssue,
})
