import { z } from 'zod'
import { AlertView, SilenceInput, SilenceView } from '../../../alerts/alert-schema.ts'
import { alertView, silenceView } from '../../../core/alert/alert-view.ts'
import type { Alert, AlertSilence } from '../../../core/alert/alert.ts'
import { type Endpoint, type WriteRequest, readEndpoint, writeEndpoint } from '../endpoint.ts'
import { IdText } from '../parameters.ts'
import { jsonResponse } from '../responses.ts'

/** Most alerts that are listed. */
const listed = 200

const alertId = IdText.meta({
  description: 'Id of the alert.',
  examples: ['k3v9x0c2m7qa'],
  param: { id: 'alert' },
})
const silenceId = IdText.meta({
  description: 'Id of the silence.',
  examples: ['k3v9x0c2m7qa'],
  param: { id: 'alertSilence' },
})

const alertText = (alert: Alert): string => JSON.stringify(alertView(alert))
const silenceText = ({ deps }: WriteRequest, silence: AlertSilence): string =>
  JSON.stringify(silenceView(silence, deps.now()))

/** Every endpoint about alerts. A token that may write notices may acknowledge alerts and silence them. */
export const alertEndpoints: readonly Endpoint[] = [
  readEndpoint({
    path: '/alerts',
    scopes: ['read'],
    tag: 'alerts',
    operationId: 'listAlerts',
    summary: 'List the alerts that last, then those that are over, newest first; 200 at most',
    response: { status: 200, description: 'Alerts', schema: z.array(AlertView) },
    handle: async ({ deps }) =>
      jsonResponse(200, JSON.stringify((await deps.alerts.list(listed)).map(alertView))),
  }),
  readEndpoint({
    path: '/alerts/:id',
    scopes: ['read'],
    tag: 'alerts',
    operationId: 'getAlert',
    summary: 'Get one alert',
    idParameter: alertId,
    response: { status: 200, description: 'The alert', schema: AlertView },
    handle: async ({ deps, id }) => jsonResponse(200, alertText(await deps.alerts.get(id))),
  }),
  writeEndpoint({
    method: 'post',
    path: '/alerts/:id/acknowledge',
    scopes: ['notices'],
    tag: 'alerts',
    operationId: 'acknowledgeAlert',
    summary: 'Say that somebody is looking: the alert does not escalate any more',
    idParameter: alertId,
    conflicts: true,
    response: { status: 200, description: 'The alert as it is now', schema: AlertView },
    write: async ({ deps, id, actor, receipt }) =>
      alertText(
        await deps.alerts.acknowledge(id, actor, receipt ? (alert) => receipt(alertText(alert)) : undefined),
      ),
  }),
  readEndpoint({
    path: '/alert-silences',
    scopes: ['read'],
    tag: 'alerts',
    operationId: 'listAlertSilences',
    summary: 'List the silences that hold, by their ends',
    response: { status: 200, description: 'Silences', schema: z.array(SilenceView) },
    handle: async ({ deps }) =>
      jsonResponse(
        200,
        JSON.stringify((await deps.alerts.silences()).map((one) => silenceView(one, deps.now()))),
      ),
  }),
  writeEndpoint({
    method: 'post',
    path: '/alert-silences',
    scopes: ['notices'],
    tag: 'alerts',
    operationId: 'silenceAlerts',
    summary: 'Tell nobody of what a rule watches for, for a while',
    body: SilenceInput,
    response: { status: 201, description: 'The new silence', schema: SilenceView },
    async write(request) {
      const { deps, input, actor, receipt } = request
      const silence = await deps.alerts.silence(
        input,
        actor,
        receipt ? (one) => receipt(silenceText(request, one)) : undefined,
      )
      return silenceText(request, silence)
    },
  }),
  writeEndpoint({
    method: 'delete',
    path: '/alert-silences/:id',
    scopes: ['notices'],
    tag: 'alerts',
    operationId: 'endAlertSilence',
    summary: 'End a silence before its time',
    idParameter: silenceId,
    response: { status: 204, description: 'People are told again' },
    async write({ deps, id, actor, receipt }) {
      await deps.alerts.endSilence(id, actor, receipt ? () => receipt('') : undefined)
      return ''
    },
  }),
]
