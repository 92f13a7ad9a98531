import { checkStart } from '../rules/doubtful-start.ts'
import type { FileContext } from './file-context.ts'
import type { FilePosition } from './sections.ts'

/** A start is doubted that is far from the first message, or from the day by which its file is named. */
export function checkDeclaredStart(
  began: number,
  firstMessageAt: number | null,
  { name, spot }: { readonly name: string; readonly spot: (path: string) => FilePosition },
  file: FileContext,
): void {
  const named = Date.parse(/^\d{4}-\d{2}-\d{2}/.exec(name)?.[0] ?? '')
  const reportedAt = Math.max(firstMessageAt ?? began, Number.isNaN(named) ? began : named)
  const relation = "before the first message or the date in the file's name"
  checkStart(
    began,
    { path: 'started', reportedAt, relation, confirmation: 'force: true' },
    { addIssue: (path, message) => file.addProblem(spot(path), `${path}: ${message}`) },
    file.settings.page.timezone,
  )
}
