import { get, items, textOf } from '../raw-values.ts'
import type { ReferenceRules } from '../reference-rules.ts'

/** Places: each listed once, the collector's own among them, and monitors watched from listed ones. */
export function checkRegions(root: unknown, ownRegion: string | undefined, rules: ReferenceRules): void {
  const { report, requireKnown, requireEachKnown, requireUnique } = rules
  const known = requireUnique(get(root, 'regions'), ['regions'], 'region')
  for (const [index, component] of items(get(root, 'components')))
    for (const [position, monitor] of items(get(component, 'monitors'))) {
      const path = ['components', index, 'monitors', position, 'regions']
      requireEachKnown(get(monitor, 'regions'), path, known, 'region', 'regions')
    }
  if (known.length === 0) return
  const written = textOf(get(root, 'region'))
  if (ownRegion === undefined && written === undefined)
    report(
      ['regions'],
      'does not say which of these places this collector watches from',
      `Write region: ${known[0]} (or set VIGIE_REGION)`,
    )
  else if (ownRegion === undefined) requireKnown(['region'], written, known, 'region', 'regions')
  else if (!known.includes(ownRegion))
    report(
      ['regions'],
      'lacks the place that the environment variable VIGIE_REGION names',
      'Add that place, or set the variable to one of these',
    )
}
