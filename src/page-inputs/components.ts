import { pastWork, plannedWork } from '../view/overview/coming.ts'
import { chartSpan } from '../view/component/latency-chart.ts'
import { deploymentsOf, deploymentsSince } from '../view/deployment/deployments.ts'
import { hash } from '../view/shared/hash.ts'
import { componentPlace, incidentsAbout } from '../view/shared/places.ts'
import { verdictOf } from '../view/sla/component-objectives.ts'
import { incidentKey, maintenanceKeyAt } from './keys.ts'
import { componentMetricsKeys } from './metrics.ts'
import type { PageContext, PageInputs } from './page-kind.ts'

/** The page of every component. */
export function componentInputs(context: PageContext): PageInputs[] {
  const { snapshot, commonKey, liveKey, componentKeys, nameKeys } = context
  const levels = hash(JSON.stringify([snapshot.tiers, snapshot.objectives.windows]))
  const noticeKey = hash(JSON.stringify(snapshot.notice))
  return context.components.map((component) => {
    const { id, status, statusSince, regression } = component
    const incidents = incidentsAbout(snapshot, id).map(incidentKey).join()
    const maintenance = [...plannedWork(snapshot, id), ...pastWork(snapshot, id)]
      .map((one) => maintenanceKeyAt(one, snapshot.generatedAt))
      .join()
    const metrics = componentMetricsKeys(snapshot, id)
    const deployments = hash(
      JSON.stringify([
        deploymentsOf(snapshot, id),
        deploymentsSince(snapshot, id, snapshot.generatedAt - chartSpan),
      ]),
    )
    const notices = `${deployments} ${incidents} ${maintenance} ${noticeKey}`
    return {
      place: componentPlace(id),
      fingerprint: hash(`${liveKey} ${levels} ${componentKeys.get(id)} ${metrics.all} ${notices}`),
      deferrableKey: hash(
        `${commonKey} ${levels} ${verdictOf(component)} ${regression.level} ${status} ${statusSince} ${snapshot.cutOff} ${nameKeys.get(id)} ${metrics.state} ${notices}`,
      ),
    }
  })
}
