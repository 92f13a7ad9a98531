import type { Scope, StoredToken } from '../../store/access-store.ts'
import { bearerToken, tokenOf } from './access-token.ts'
import type { ApiDeps } from './api-deps.ts'
import { HttpError } from './responses.ts'
import { hasScope } from './scope.ts'
import type { Throttle } from './throttle.ts'

/**
 * The valid token of a request that has at least one of the scopes.
 *
 * @param address of the client, for the throttle
 * @throws HttpError 401, the same whatever is wrong with the token; 429 after many of them; 403 naming the first scope
 */
export async function authorize(
  deps: Pick<ApiDeps, 'tokens' | 'now'>,
  throttle: Throttle,
  request: Request,
  address: string,
  scopes: readonly [Scope, ...Scope[]],
): Promise<StoredToken> {
  const presented = bearerToken(request.headers.get('authorization') ?? undefined)
  const token = tokenOf(presented, await deps.tokens(), deps.now())
  if (!token) throw unauthorized(throttle.recordFailure(address, performance.now()))
  if (!scopes.some((scope) => hasScope(token.scopes, scope))) throw forbidden(scopes[0])
  return token
}

/** @param wait how long the address is to wait, ms; 0 when it need not */
const unauthorized = (wait: number): HttpError =>
  wait > 0
    ? new HttpError(
        {
          status: 429,
          title: 'Too many attempts',
          reason: 'throttled',
          detail:
            'Too many requests without a valid token came from this address. Wait, then send a valid one.',
        },
        { 'Retry-After': String(Math.ceil(wait / 1000)) },
      )
    : new HttpError(
        {
          status: 401,
          title: 'Unauthorized',
          reason: 'unauthorized',
          detail: 'Send a valid token: "Authorization: Bearer TOKEN". `vigie token create` makes one.',
        },
        { 'WWW-Authenticate': 'Bearer realm="vigie"' },
      )

const forbidden = (scope: Scope): HttpError =>
  new HttpError(
    {
      status: 403,
      title: 'Forbidden',
      reason: 'forbidden',
      detail: `This token lacks the scope "${scope}". Use one that has it.`,
      scope,
    },
    { 'WWW-Authenticate': `Bearer realm="vigie", error="insufficient_scope", scope="${scope}"` },
  )
