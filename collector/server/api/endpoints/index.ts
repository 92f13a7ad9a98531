import { z } from 'zod'
import type { Endpoint } from '../endpoint.ts'
import { describeApi } from '../openapi.ts'
import { jsonResponse } from '../responses.ts'
import { agentEndpoints } from './agents.ts'
import { alertEndpoints } from './alerts.ts'
import { announcementEndpoints } from './announcements.ts'
import { deliveryEndpoints } from './deliveries.ts'
import { deploymentEndpoints } from './deployments.ts'
import { incidentEndpoints } from './incidents.ts'
import { maintenanceEndpoints } from './maintenances.ts'
import { metricEndpoints } from './metrics.ts'
import { reportEndpoints } from './reports.ts'
import { subscriberEndpoints } from './subscribers.ts'

let document: string | undefined

/** Every endpoint of the API. Routes, allowed methods, authorization and the API's description come from this table. */
export const endpoints: readonly Endpoint[] = [
  ...incidentEndpoints,
  ...maintenanceEndpoints,
  ...announcementEndpoints,
  ...metricEndpoints,
  ...deploymentEndpoints,
  ...alertEndpoints,
  ...reportEndpoints,
  ...subscriberEndpoints,
  ...deliveryEndpoints,
  ...agentEndpoints,
  {
    method: 'get',
    path: '/openapi.json',
    scopes: null,
    tag: 'description',
    operationId: 'getDescription',
    summary: 'Get this description',
    response: {
      status: 200,
      description: 'The description of the API in the OpenAPI format',
      schema: z.record(z.string(), z.unknown()),
    },
    handle: () => {
      document ??= describeApi(endpoints)
      return Promise.resolve(jsonResponse(200, document, { 'Cache-Control': 'no-cache' }))
    },
  },
]
