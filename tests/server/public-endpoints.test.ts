import { expect, test } from 'vitest'
import { aHeartbeat, aServer, ask } from './builders.ts'

const heartbeats = { monitors: [aHeartbeat('tok-1')], record: async () => {} }

test.each([
  ['/healthz', ['GET', 'HEAD'], 200],
  ['/readyz', ['GET', 'HEAD'], 200],
  ['/metrics', ['GET', 'HEAD'], 200],
  ['/api/v1/heartbeats/tok-1', ['GET', 'HEAD', 'POST'], 200],
  ['/api/v1/heartbeats/tok-1/start', ['GET', 'HEAD', 'POST'], 200],
  ['/api/v1/heartbeats/tok-1/fail/more', ['GET', 'HEAD', 'POST'], 404],
  ['/api/v1/heartbeats/', ['GET', 'HEAD', 'POST'], 404],
])('%s answers %j without a token, and refuses every other method', async (path, methods, status) => {
  const server = await aServer({ heartbeats })
  for (const method of ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS']) {
    const answer = await ask(server, path, { method })
    if (methods.includes(method)) expect(answer.status, method).toBe(status)
    else expect([answer.status, answer.headers['allow']], method).toEqual([405, methods.join(', ')])
    expect(answer.headers['cache-control'], method).toBe('no-store')
  }
})
