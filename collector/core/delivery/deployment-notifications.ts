import type { DeploymentWatch } from '../deployment/deployment-watch.ts'
import { maxNewsAge } from './incident-notifications.ts'
import { type Notification, topicOf } from './notification.ts'

/**
 * What the team is owed when a watch over a deployment is stored: its verdict, each once, unless the watch was over more
 * than a day before. That the team took the version back itself is no news to it.
 *
 * @param now ms
 */
export function deploymentNotifications(
  { deployment, verdict, until, decidedAt }: DeploymentWatch,
  now: number,
): readonly Notification[] {
  if (verdict === 'pending' || verdict === 'ended' || until < (decidedAt ?? now) - maxNewsAge) return []
  return [
    {
      key: `deployment/${deployment}/${verdict}`,
      topic: topicOf('deployment', deployment),
      owedAt: now,
      dueAt: now,
      follows: null,
      subject: { kind: 'deployment', id: deployment, verdict },
    },
  ]
}
