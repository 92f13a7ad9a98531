import { AccountProblem } from '../../../accounts/account-problem.ts'
import type { ConsolePage, FormTrouble } from '../../../core/console/console-page.ts'
import type { ConsoleReply } from './console-route.ts'

/** Do what a form asks for; where it is refused for a reason that can be mended, the page with that reason. */
export async function orTrouble(
  work: () => Promise<ConsoleReply>,
  page: (trouble: FormTrouble) => ConsolePage | Promise<ConsolePage>,
): Promise<ConsoleReply> {
  try {
    return await work()
  } catch (error) {
    if (!(error instanceof AccountProblem) || error.kind === 'not_found') throw error
    const { kind, wait } = error
    const content = await page({ kind, wait })
    if (kind === 'wait')
      return {
        page: content,
        status: 429,
        headers: { 'Retry-After': String(Math.max(1, Math.ceil(wait / 1_000))) },
      }
    if (kind === 'busy') return { page: content, status: 503, headers: { 'Retry-After': '5' } }
    return {
      page: content,
      status: kind === 'credentials' ? 401 : kind === 'link_over' ? 410 : kind === 'changed' ? 409 : 400,
    }
  }
}
