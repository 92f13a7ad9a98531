import type { AlertRule } from '../core/alert/alert.ts'
import { isMetric } from '../core/alert/condition.ts'
import type { Config } from '../core/config/config.ts'
import type { ChangeKind } from '../store/changes.ts'
import type { StoredChange } from '../store/stored-change.ts'

/** The rules that are judged together: all of them, or those that look at a metric. */
export type RuleScope = 'all' | 'metrics'

const isAboutMetrics = ({ when }: AlertRule): boolean => when.some(({ figure }) => isMetric(figure))

/** What no figure of a rule, and no silence or maintenance, is made of. */
const irrelevant: ReadonlySet<ChangeKind> = new Set([
  'reports',
  'deployments',
  'access',
  'deliveries',
  'subscribers',
])
const ofMetrics: ReadonlySet<ChangeKind> = new Set(['metrics', 'metric_history'])

/** The rules that a change can affect; null where it affects none. */
export function affectedRules(change: StoredChange, { alerts }: Pick<Config, 'alerts'>): RuleScope | null {
  const scope = scopeOf(change)
  const isNone = scope === 'metrics' ? !alerts.some(isAboutMetrics) : alerts.length === 0
  return isNone ? null : scope
}

function scopeOf(change: StoredChange): RuleScope | null {
  switch (change.kind) {
    case 'reports':
      return null
    case 'metrics':
      return 'metrics'
    case 'notices':
      return [change.incidents, change.maintenances].some((some) => some !== undefined && some.length > 0)
        ? 'all'
        : null
    case 'external': {
      const kinds = [...change.kinds].filter((kind) => !irrelevant.has(kind))
      if (kinds.some((kind) => !ofMetrics.has(kind))) return 'all'
      return kinds.length > 0 ? 'metrics' : null
    }
    default:
      return 'all'
  }
}

/** A configuration with the rules of a scope alone. */
export const withRulesOf = (scope: RuleScope, config: Config): Config =>
  scope === 'all' ? config : { ...config, alerts: config.alerts.filter(isAboutMetrics) }
