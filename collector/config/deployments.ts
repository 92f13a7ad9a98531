import { type DeploymentRules, handbookRules } from '../core/deployment/rollback-triggers.ts'
import type { ConfigurationEntry } from './schema/configuration.ts'

/** How new versions are watched: of the triggers only those that are written, and all of the handbook's where none is. */
export function resolveDeployments({ deployments }: ConfigurationEntry): DeploymentRules {
  const { watch, rollback, checklist, public_checklist: publicChecklist } = deployments ?? {}
  return {
    watch: watch ?? handbookRules.watch,
    rollback:
      rollback === undefined
        ? handbookRules.rollback
        : {
            errorRate: rollback.error_rate ?? null,
            responseP95: rollback.response_p95 ?? null,
            regression: rollback.regression ?? null,
            componentDown: rollback.component_down ?? rollback.critical !== undefined,
            critical: rollback.critical ?? null,
          },
    checklist: checklist ?? [],
    publicChecklist: publicChecklist ?? false,
  }
}
