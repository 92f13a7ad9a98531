import { getConnInfo } from '@hono/node-server/conninfo'
import { type Context, Hono } from 'hono'
import type { Config } from '../../core/config/config.ts'
import type { DeploymentDesk } from '../../deployments/deployment-service.ts'
import type { Desk, Hand } from '../../notices/service/notice-service.ts'
import type { Scope, Store, StoredToken } from '../../store/store.ts'
import type { ServerLog } from '../log.ts'
import { problem } from '../problem.ts'
import { Refused, answer, nothing } from './responses.ts'
import { parseBody, readBody } from './request-body.ts'
import { deploymentPaths, deploymentRoutes } from './deployment-endpoints.ts'
import { versionRead } from './if-match.ts'
import { apiDocument } from './openapi.ts'
import { type Operation, type WriteOperation, operations } from './operations.ts'
import { type MetricDoor, pointsOf } from './push-metrics.ts'
import { type MetricShelf, metricHistory, metricInfos } from './read-metrics.ts'
import { answered, done, repeatable } from './receipts.ts'
import { refusedWith } from './error-response.ts'
import { covers } from './scope.ts'
import { type Show, showing, tagOf } from './serializer.ts'
import { type Throttle, createThrottle } from './throttle.ts'
import { bearer, holderOf } from './access-token.ts'

/** What the team's API answers from. */
export type Team = {
  readonly desk: Desk
  readonly config: Pick<Config, 'page' | 'notice'>
  /** All tokens as they are now: read for every request, so that one revoked by another process is refused at once. */
  readonly tokens: Store['tokens']
  readonly receipt: Store['receipt']
  /** Where figures are pushed to. */
  readonly metrics: MetricDoor
  /** Where they are read. */
  readonly figures: MetricShelf['store']
  /** Where deployments are told. */
  readonly deployments: DeploymentDesk
  /** ms since the epoch. */
  readonly now: () => number
}

const base = '/api/v1'

/** The team's API below `/api/v1`, and its description, which everybody may read. */
export function teamRoutes(team: Team, log: ServerLog): Hono {
  const app = new Hono()
  const throttle = createThrottle()
  const show = showing(team.config, team.now)

  const guarded =
    (scope: Scope, act: (c: Context, asker: StoredToken) => Promise<Response>, or: Scope = scope) =>
    async (c: Context): Promise<Response> => {
      try {
        return await act(c, await admitted(team, throttle, c, scope, or))
      } catch (error) {
        const refusal = refusedWith(error, show, log)
        if (refusal) return refusal
        throw error
      }
    }

  for (const operation of operations)
    app.on(
      operation.method.toUpperCase(),
      base + operation.path,
      guarded(operation.does === 'write' ? 'notices' : 'read', (c, asker) =>
        operation.does === 'write' ? write(team, operation, show, c, asker) : read(team, operation, show, c),
      ),
    )
  app.post(
    `${base}/metrics`,
    guarded('metrics', (c, asker) => pushMetrics(team, c, asker)),
  )
  const shelf: MetricShelf = { ...team.metrics, store: team.figures }
  app.get(
    `${base}/metrics`,
    guarded('read', async () => answer(200, JSON.stringify(await metricInfos(shelf, team.now())))),
  )
  app.get(
    `${base}/metrics/:id`,
    guarded('read', async (c) => {
      const history = await metricHistory(shelf, c.req.param('id') ?? '', c.req.query(), team.now())
      return answer(200, JSON.stringify(history))
    }),
  )
  deploymentRoutes(app, team, guarded)
  app.get(`${base}/openapi.json`, () => answer(200, apiDocument(), { 'Cache-Control': 'no-cache' }))
  for (const [path, allow] of allowed())
    app.all(path, (c) => {
      if (c.req.method === 'OPTIONS') return nothing({ Allow: allow })
      return problem(
        {
          status: 405,
          title: 'Method not allowed',
          reason: 'method',
          detail: `Here can be asked: ${allow}.`,
        },
        { Allow: allow },
      )
    })
  return app
}

/** The methods of every path. */
function allowed(): ReadonlyMap<string, string> {
  const methods = new Map([
    [`${base}/openapi.json`, ['GET']],
    [`${base}/metrics`, ['GET', 'POST']],
    [`${base}/metrics/:id`, ['GET']],
    ...deploymentPaths.map(([path, all]): [string, string[]] => [base + path, [...all]]),
  ])
  for (const { method, path } of operations)
    methods.set(base + path, [...(methods.get(base + path) ?? []), method.toUpperCase()])
  return new Map(
    [...methods].map(([path, all]) => [
      path,
      [...all.flatMap((one) => (one === 'GET' ? ['GET', 'HEAD'] : [one])), 'OPTIONS'].join(', '),
    ]),
  )
}

/** Who asks; one scope of the two is enough. @throws Refused 401, the same whatever is wrong; 429 after many of them; 403 naming the missing scope */
async function admitted(
  team: Team,
  throttle: Throttle,
  c: Context,
  scope: Scope,
  or: Scope,
): Promise<StoredToken> {
  const asker = holderOf(bearer(c.req.header('authorization')), await team.tokens(), team.now())
  if (!asker) {
    const wait = throttle.failed(getConnInfo(c).remote.address ?? '', performance.now())
    if (wait > 0)
      throw new Refused(
        {
          status: 429,
          title: 'Too many attempts',
          reason: 'throttled',
          detail:
            'Too many requests without a valid token came from this address. Wait, then send a valid one.',
        },
        { 'Retry-After': String(Math.ceil(wait / 1000)) },
      )
    throw new Refused(
      {
        status: 401,
        title: 'Unauthorized',
        reason: 'unauthorized',
        detail: 'Send a valid token: "Authorization: Bearer TOKEN". `vigie token create` makes one.',
      },
      { 'WWW-Authenticate': 'Bearer realm="vigie"' },
    )
  }
  if (!covers(asker.scopes, scope) && !covers(asker.scopes, or))
    throw new Refused(
      {
        status: 403,
        title: 'Forbidden',
        reason: 'forbidden',
        detail: `This token lacks the scope "${scope}". Use one that has it.`,
        scope,
      },
      { 'WWW-Authenticate': `Bearer realm="vigie", error="insufficient_scope", scope="${scope}"` },
    )
  return asker
}

async function read(
  team: Team,
  operation: Exclude<Operation, WriteOperation>,
  show: Show,
  c: Context,
): Promise<Response> {
  if (operation.does === 'read') {
    const notice = await operation.read(team.desk, c.req.param('id') ?? '')
    return answer(200, JSON.stringify(show(notice)), { ETag: tagOf(notice) })
  }
  const { notices, next } = await operation.list(team, c.req.query())
  return answer(
    200,
    JSON.stringify(notices.map((notice) => show(notice))),
    next ? { Link: `<${base}${operation.path}?${next}>; rel="next"` } : {},
  )
}

async function write(
  team: Team,
  operation: WriteOperation,
  show: Show,
  c: Context,
  asker: StoredToken,
): Promise<Response> {
  const { status, given } = operation
  const body = await readBody(c.req.raw)
  const said = given === null ? {} : parseBody(body, c.req.raw.headers)
  const version = versionRead(c.req.header('if-match'))
  const asked = repeatable(c.req.raw, asker.id, body)
  const before = await answered(team.receipt, asked)
  if (before) return before
  const told = (notice: Parameters<Show>[0]): string =>
    status === 204 ? 'null' : JSON.stringify(show(notice))
  const hand: Hand = {
    by: asker.name,
    ...(version !== null && { version }),
    ...(asked && {
      receipt: (notice) => ({ ...asked, status, answer: told(notice), at: team.now() }),
    }),
  }
  try {
    const notice = await operation.write(team.desk, c.req.param('id') ?? '', said, hand)
    return done(status, told(notice))
  } catch (error) {
    // The same request may have come twice at once, here or to another process: the other one was done.
    const meanwhile = await answered(team.receipt, asked)
    if (meanwhile) return meanwhile
    throw error
  }
}

/** Figures that somebody pushes: all of them are on record when it is answered, or none. */
async function pushMetrics(team: Team, c: Context, asker: StoredToken): Promise<Response> {
  const body = await readBody(c.req.raw)
  const said = parseBody(body, c.req.raw.headers)
  const asked = repeatable(c.req.raw, asker.id, body)
  const before = await answered(team.receipt, asked)
  if (before) return before
  const now = team.now()
  const points = pointsOf(said, team.metrics, now)
  const told = JSON.stringify({ accepted: points.length })
  try {
    await team.metrics.push(points, asked ? [{ ...asked, status: 200, answer: told, at: now }] : [])
  } catch (error) {
    const meanwhile = await answered(team.receipt, asked)
    if (meanwhile) return meanwhile
    throw error
  }
  return done(200, told)
}
