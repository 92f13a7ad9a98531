import type { AuditActor } from '../core/account/audit-chain.ts'
import { type Alert, type AlertSilence, isFiring } from '../core/alert/alert.ts'
import { acknowledgeAlert } from '../core/alert/step.ts'
import { alertNotifications } from '../core/delivery/alert-notifications.ts'
import type { Config } from '../core/config/config.ts'
import { suggest } from '../core/text/suggest.ts'
import { parseDuration } from '../core/time/duration.ts'
import { parseInput, quoteInput } from '../notices/rules/validate.ts'
import { type Issue, ValidationError } from '../notices/rules/validation-error.ts'
import type { Receipt } from '../store/access-store.ts'
import type { AlertReader } from '../store/alert-store.ts'
import type { FactWriter, Facts } from '../store/facts.ts'
import { Conflict } from '../store/store.ts'
import { auditOfAlert, auditOfSilence } from './alert-audit.ts'
import { SilenceInput } from './alert-schema.ts'

/** What the alert service works with. */
export type AlertServiceDeps = {
  readonly store: AlertReader & FactWriter
  readonly config: Pick<Config, 'alerts' | 'components'>
  /** ms since the epoch. */
  readonly now: () => number
  /** A new id. */
  readonly id: () => string
}

/** What people do about alerts, by command and by the API. Every method rejects with ValidationError or StoreError. */
export type AlertService = {
  /** Those that are pending or fire, oldest first, then those that are over, newest first, `limit` in all at most. */
  list(limit: number): Promise<readonly Alert[]>
  /** @throws ValidationError not_found */
  get(id: string): Promise<Alert>
  /** Somebody is looking: nothing escalates any more. Again it changes nothing. @throws ValidationError not_found, not_now */
  acknowledge(id: string, actor: AuditActor, receipt?: (alert: Alert) => Receipt): Promise<Alert>
  /** Silences that hold, by their ends. */
  silences(): Promise<readonly AlertSilence[]>
  /** `rule, component?, for, reason`. @throws ValidationError invalid */
  silence(
    input: unknown,
    actor: AuditActor,
    receipt?: (silence: AlertSilence) => Receipt,
  ): Promise<AlertSilence>
  /** Tell people again from now on. @throws ValidationError not_found */
  endSilence(
    id: string,
    actor: AuditActor,
    receipt?: (silence: AlertSilence) => Receipt,
  ): Promise<AlertSilence>
}

/** What to write in the fields of a silence. */
const advice = {
  '': '{ "rule": "slow", "for": "2h", "reason": "…" }',
  rule: 'the id of an alert rule, or "*" for all',
  component: 'the id of a component',
  for: 'a duration of at most 90d, such as "2h"',
  reason: 'why, on one line',
}

/** Open it; several may be open on one store, in several processes. */
export function createAlertService({ store, config, now, id: newId }: AlertServiceDeps): AlertService {
  async function get(id: string): Promise<Alert> {
    const alert = await store.alert(id)
    if (alert) return alert
    throw notFound('alert')
  }

  async function acknowledge(
    id: string,
    actor: AuditActor,
    receipt?: (alert: Alert) => Receipt,
    tried = false,
  ): Promise<Alert> {
    const current = await get(id)
    if (!isFiring(current))
      throw new ValidationError('not_now', [{ path: '', message: 'This alert does not fire any more.' }])
    const at = now()
    const next = acknowledgeAlert(current, actor.name, at)
    const alert = next === current ? current : { ...next, version: current.version + 1 }
    const receipts = receipt ? [receipt(alert)] : []
    const facts: Facts =
      alert === current
        ? {}
        : {
            alerts: [alert],
            notifications: alertNotifications(alert, [{ moment: 'acknowledged' }], at),
            audit: [auditOfAlert(alert, actor, at)],
          }
    try {
      if (alert !== current || receipts.length > 0) await store.commit({ ...facts, receipts })
      return alert
    } catch (error) {
      // The collector changed it at the same time, or the very same request is done.
      if (!(error instanceof Conflict) || tried) throw error
      return acknowledge(id, actor, receipt, true)
    }
  }

  return {
    async list(limit) {
      const open = await store.openAlerts()
      const over = (await store.firedAlerts(limit)).filter(({ endedAt }) => endedAt !== null)
      return [...open, ...over].slice(0, limit)
    },
    get,
    acknowledge: (id, actor, receipt) => acknowledge(id, actor, receipt),
    silences: () => store.alertSilences(now()),
    async silence(input, actor, receipt) {
      const { rule, component, for: length, reason } = parseInput(SilenceInput, input, advice)
      const issues = silenceIssues(rule, component, config)
      if (issues.length > 0) throw new ValidationError('invalid', issues)
      const from = now()
      const silence: AlertSilence = {
        id: newId(),
        rule: rule === '*' ? null : rule,
        component: component ?? null,
        from,
        until: from + parseDuration(length)!,
        reason,
        by: actor.name,
        endedAt: null,
      }
      await store.commit(silenceFacts(silence, actor, from, receipt))
      return silence
    },
    async endSilence(id, actor, receipt) {
      const at = now()
      const silence = (await store.alertSilences(at)).find((one) => one.id === id)
      if (!silence) throw notFound('silence')
      const ended = { ...silence, endedAt: at }
      await store.commit(silenceFacts(ended, actor, at, receipt))
      return ended
    },
  }
}

/** A silence that somebody began or ended at an instant (ms), with what the audit log says of it. */
const silenceFacts = (
  silence: AlertSilence,
  actor: AuditActor,
  at: number,
  receipt?: (silence: AlertSilence) => Receipt,
): Facts => ({
  alertSilences: [silence],
  receipts: receipt ? [receipt(silence)] : [],
  audit: [auditOfSilence(silence, actor, at)],
})

/** What is wrong with the names in a silence. */
const silenceIssues = (
  rule: string,
  component: string | undefined,
  { alerts, components }: AlertServiceDeps['config'],
): readonly Issue[] => [
  ...(rule === '*'
    ? []
    : unknownIssues(
        'rule',
        rule,
        alerts.map(({ id }) => id),
      )),
  ...(component === undefined
    ? []
    : unknownIssues(
        'component',
        component,
        components.map(({ id }) => id),
      )),
]

const notFound = (what: string): ValidationError =>
  new ValidationError('not_found', [
    { path: '', message: `There is no such ${what}. Look its id up in the list.` },
  ])

/** What is wrong with a name that there is none of. */
function unknownIssues(path: 'rule' | 'component', name: string, known: readonly string[]): Issue[] {
  if (known.includes(name)) return []
  const near = suggest(name, known)
  const there = known.length === 0 ? 'none' : known.slice(0, 12).join(', ')
  return [
    {
      path,
      message: `There is no ${path} ${quoteInput(name)}. ${near === undefined ? `There are: ${there}.` : `Did you mean "${near}"?`}`,
    },
  ]
}
