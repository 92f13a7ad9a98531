import { createHash, randomBytes } from 'node:crypto'
import type { Store } from '../collector/store/store.ts'

/** Put a token that may write notices into a store; resolves to what a client sends. Rejects with StoreError. */
export async function storeToken(store: Store): Promise<string> {
  const token = randomBytes(32).toString('base64url')
  await store.commit({
    tokens: [
      {
        id: 'bench0000001',
        name: 'bench',
        scopes: ['notices'],
        hash: createHash('sha256').update(token).digest('hex'),
        createdAt: Date.now(),
        expiresAt: null,
        revokedAt: null,
      },
    ],
  })
  return token
}

/** Tell of an outage over the API; resolves to its id. @throws Error when the collector refuses it */
export async function openIncident(
  url: string,
  token: string,
  number: number,
  component: string,
): Promise<string> {
  const answer = await fetch(`${url}/api/v1/incidents`, {
    method: 'POST',
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
    body: JSON.stringify({
      title: `Told over HTTP ${number}`,
      body: 'We are looking.',
      components: { [component]: 'partial_outage' },
    }),
  })
  if (answer.status !== 201) throw new Error(`the API answered ${answer.status}: ${await answer.text()}`)
  return ((await answer.json()) as { id: string }).id
}
