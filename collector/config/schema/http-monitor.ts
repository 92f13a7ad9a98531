import { z } from 'zod'
import type { HttpMonitor } from '../../core/monitoring/monitor.ts'
import { number, oneOf, section } from '../rules.ts'
import { url } from '../values/address.ts'
import { jsonExpectations } from '../values/condition.ts'
import { headers, requestHeaders, status } from '../values/http.ts'
import { string } from '../values/basic-values.ts'
import {
  bodyExpectation,
  bodyFields,
  certificateExpectation,
  certificateFields,
  definedKeys,
  idField,
  speedExpectation,
  speedFields,
  timingFields,
  type ResolvedMonitorBase,
} from './monitor-fields.ts'
import { regionFields } from './regions.ts'

/** A monitor of kind `http`, as the file has it. */
export const http = section({
  kind: z.literal('http'),
  ...idField,
  ...timingFields,
  ...regionFields,
  url: url(['https', 'http'], 'https://api.example.com/health').describe('What is asked for.'),
  method: oneOf(['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'])
    .optional()
    .describe('Default: GET.'),
  headers: requestHeaders().optional().describe('Sent with the request.'),
  body: string('{"ping": true}', 65_536).optional().describe('Sent with the request.'),
  redirects: number({ min: 0, max: 20, example: '5' })
    .optional()
    .describe('How many redirects are followed; 0 judges the redirect itself. Default: 5.'),
  expect: section({
    status: status().optional().describe('Accepted status codes: 200, [200, 204], 2xx. Default: 2xx.'),
    ...bodyFields,
    json: jsonExpectations()
      .optional()
      .describe("What a JSON answer must hold: { $.status: ok, $.queue: '< 100' }."),
    header: headers().optional().describe('Header names to a text their value must contain.'),
    ...speedFields,
    ...certificateFields,
  })
    .optional()
    .describe('What a good answer looks like.'),
}).describe('Asks over HTTP or HTTPS on a fresh connection.')

const ranges2xx = [[200, 299]] as const

/** What the probe reads of it, defaults filled in. */
export const resolveHttp = (
  entry: z.output<typeof http>,
  base: ResolvedMonitorBase<'http'>,
): HttpMonitor => ({
  ...base,
  kind: 'http',
  url: entry.url,
  method: entry.method ?? 'GET',
  headers: entry.headers ?? {},
  ...definedKeys({ body: entry.body }),
  redirects: entry.redirects ?? 5,
  expect: {
    status: entry.expect?.status ?? ranges2xx,
    json: entry.expect?.json ?? [],
    header: entry.expect?.header ?? {},
    ...bodyExpectation(entry.expect),
    ...speedExpectation(entry.expect),
    ...certificateExpectation(entry.expect),
  },
})
