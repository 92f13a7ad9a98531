import type { NoticeTrouble } from '../../../../core/console/notice-pages.ts'
import { ValidationError } from '../../../../notices/rules/validation-error.ts'
import type { ConsoleReply } from '../console-route.ts'

/** The statuses of the API for the same refusals. */
const statuses = { invalid: 400, not_now: 409, too_late: 422, conflict: 409 } as const

/** Which field of the form an issue is about: a path of the API may go deeper than a control does. */
const fieldOf = (path: string): string => path.split('.')[0]!

/**
 * Do what a form asks for; where it is refused, answer with its page, on which nothing that was written is lost. What is not
 * there any more is answered as an address that leads nowhere.
 */
export async function orNoticeTrouble(
  work: () => Promise<ConsoleReply>,
  page: (trouble: NoticeTrouble) => Promise<ConsoleReply>,
): Promise<ConsoleReply> {
  try {
    return await work()
  } catch (error) {
    if (!(error instanceof ValidationError)) throw error
    const { reason, issues, earliest } = error
    if (reason === 'not_found') return { page: { page: 'unknown' }, status: 404 }
    const named = issues.map(({ path, message }) => ({ field: fieldOf(path), message }))
    return { status: statuses[reason], ...(await page({ reason, issues: named, earliest })) }
  }
}
