import { sanitizeLine } from '../../text/plain-line.ts'
import type { WatchedDeployment } from '../report-document.ts'
import type { OutlineSection, ReportLanguage, ReportSource } from './section.ts'

/** How many deployments there were and how they ended; null where none is ever recorded. */
export function deploymentSection({
  report: { deployments },
  language,
  words,
}: ReportSource): OutlineSection | null {
  if (!deployments) return null
  const { format } = language
  return {
    heading: words.deployments,
    columns: null,
    rows: [
      [words.ended, format.number(deployments.count)],
      [words.succeeded, format.number(deployments.succeeded)],
      [words.failed, format.number(deployments.failed)],
      [words.rolledBack, format.number(deployments.rolled_back)],
      ...verdictRows(deployments.watched ?? [], words, language),
    ],
  }
}

/** How many were within every limit, and which were not. */
function verdictRows(
  watched: readonly WatchedDeployment[],
  words: ReportSource['words'],
  { format }: ReportLanguage,
): OutlineSection['rows'] {
  if (watched.length === 0) return []
  const those = (verdict: WatchedDeployment['verdict']) => watched.filter((one) => one.verdict === verdict)
  const named = (list: readonly WatchedDeployment[]): string => {
    const versions = list.map(({ version }) => sanitizeLine(version)).join(', ')
    return format.number(list.length) + (versions === '' ? '' : ` (${versions})`)
  }
  return [
    [words.withinLimits, format.number(those('passed').length)],
    [words.beyondLimit, named(those('roll_back'))],
    [words.verdictUnknown, named(those('unknown'))],
  ]
}
