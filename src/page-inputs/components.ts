import { pastWork, plannedWork } from '../view/overview/coming.ts'
import { chartSpan } from '../view/component/latency-chart.ts'
import { deploymentsOf, deploymentsSince } from '../view/deployment/deployments.ts'
import { hash } from '../view/shared/hash.ts'
import { componentPlace, incidentsAbout } from '../view/shared/places.ts'
import { verdictOf } from '../view/sla/component-objectives.ts'
import { componentEventsKey, componentKey, regionsKey } from './component-keys.ts'
import { incidentKey, maintenanceKeyAt } from './keys.ts'
import { lazily, lazyInputs } from './lazy-inputs.ts'
import { componentMetricsKeys } from './metrics.ts'
import type { PageContext, PageInputs } from './page-kind.ts'

/** The page of every component. */
export function componentInputs(context: PageContext): PageInputs[] {
  const { snapshot, commonKey, liveKey, hourKey, nameKeys } = context
  const levels = hash(JSON.stringify([snapshot.tiers, snapshot.objectives.windows]))
  const noticeKey = hash(JSON.stringify(snapshot.notice))
  return context.components.map((component) => {
    const { id, status, statusSince, regression } = component
    const incidents = (): string => incidentsAbout(snapshot, id).map(incidentKey).join()
    const maintenance = (): string =>
      [...plannedWork(snapshot, id), ...pastWork(snapshot, id)]
        .map((one) => maintenanceKeyAt(one, snapshot.generatedAt))
        .join()
    const metrics = lazily(() => componentMetricsKeys(snapshot, id))
    const deployments = (): string =>
      hash(
        JSON.stringify([
          deploymentsOf(snapshot, id),
          deploymentsSince(snapshot, id, snapshot.generatedAt - chartSpan),
        ]),
      )
    const notices = lazily(() => `${deployments()} ${incidents()} ${maintenance()} ${noticeKey}`)
    const deferrableKey = lazily(() =>
      hash(
        `${commonKey} ${levels} ${verdictOf(component)} ${regression.level} ${status} ${statusSince} ${regionsKey(component)} ${snapshot.cutOff} ${nameKeys.get(id)} ${metrics().state} ${notices()}`,
      ),
    )
    return lazyInputs(componentPlace(id), {
      fingerprint: lazily(() =>
        hash(`${liveKey} ${levels} ${componentKey(component)} ${metrics().all} ${notices()}`),
      ),
      deferrableKey,
      hourlyKey: lazily(() => hash(`${hourKey} ${deferrableKey()} ${componentEventsKey(component)}`)),
    })
  })
}
