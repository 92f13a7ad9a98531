import { ECDH, createECDH, createHash } from 'node:crypto'
import webPush from 'web-push'
import type { SendResult } from '../core/delivery/message.ts'
import type { Subscriber } from '../core/subscription/subscriber.ts'
import type { OutgoingRequest, ServiceAnswer } from '../net/send-request.ts'
import type { SubscriberStore } from '../store/subscriber-store.ts'
import { isTransient, refused } from './visitor-request.ts'

/** What the service worker of the page shows. */
export type PushMessage = {
  readonly title: string
  readonly body: string
  /** Absolute address that a click opens. */
  readonly url: string
  /** A later message with the same tag takes the place of one that is still shown. */
  readonly tag: string
  /** BCP 47. */
  readonly lang: string
}

/** Pushed to a browser, and how. */
export type PushDelivery = {
  readonly message: PushMessage
  /** Messages of one topic that wait at the push service replace one another; null where none does. */
  readonly topic: string | null
  readonly urgency: 'low' | 'normal' | 'high'
}

/** The installation's own key pair, by which push services know who sends (RFC 8292), base64url. */
export type VapidKeys = { readonly publicKey: string; readonly privateKey: string }

/** How long a push service keeps what it cannot deliver, s: who was away for longer reads the page. */
const timeToLive = 86_400
/** Longest texts, characters, so that every language fits into the 4096 bytes that push services must take. */
const [longestTitle, longestBody] = [120, 400]

const curve = 'prime256v1'

/** Reads the installation's keys, which are made when they are first asked for. */
export function createVapidKeys(store: Pick<SubscriberStore, 'installationKey'>): () => Promise<VapidKeys> {
  let keys: Promise<VapidKeys> | null = null
  return () => {
    keys ??= readVapidKeys(store)
    keys.catch(() => (keys = null))
    return keys
  }
}

async function readVapidKeys(store: Pick<SubscriberStore, 'installationKey'>): Promise<VapidKeys> {
  const privateKey = await store.installationKey('vapid', () => {
    const made = createECDH(curve)
    made.generateKeys()
    return Buffer.concat([Buffer.alloc(32), made.getPrivateKey()]).subarray(-32)
  })
  const ecdh = createECDH(curve)
  ecdh.setPrivateKey(privateKey)
  return {
    publicKey: ecdh.getPublicKey('base64url'),
    privateKey: privateKey.toString('base64url'),
  }
}

/** Is this the public key of a browser: a point of P-256, uncompressed, base64url? */
export function isPushKey(p256dh: string): boolean {
  const bytes = Buffer.from(p256dh, 'base64url')
  if (bytes.length !== 65 || bytes[0] !== 4 || bytes.toString('base64url') !== p256dh) return false
  try {
    ECDH.convertKey(bytes, curve)
    return true
  } catch {
    return false
  }
}

/** Is this the secret of a browser, 16 bytes in base64url? */
export function isPushSecret(auth: string): boolean {
  const bytes = Buffer.from(auth, 'base64url')
  return bytes.length === 16 && bytes.toString('base64url') === auth
}

const cut = (text: string, length: number): string => {
  const letters = [...text]
  return letters.length <= length
    ? text
    : `${letters
        .slice(0, length - 1)
        .join('')
        .trimEnd()}…`
}

/**
 * The request that brings a message to a browser, encrypted so that only that browser reads it (RFC 8291) and signed with our
 * key for its push service (RFC 8292).
 *
 * @param contact `https:` or `mailto:` address by which the service can reach us
 */
export function pushRequest(
  { address, keys }: Pick<Subscriber, 'address' | 'keys'>,
  { message, topic, urgency }: PushDelivery,
  vapid: VapidKeys,
  contact: string,
): OutgoingRequest {
  const { title, body } = message
  const payload = JSON.stringify({
    ...message,
    title: cut(title, longestTitle),
    body: cut(body, longestBody),
  })
  const details = webPush.generateRequestDetails({ endpoint: address, keys: { ...keys! } }, payload, {
    vapidDetails: { subject: contact, ...vapid },
    TTL: timeToLive,
    contentEncoding: 'aes128gcm',
    urgency,
    ...(topic !== null && {
      // At most 32 characters of base64url (RFC 8030, 5.4), and nothing of ours for the service to read.
      topic: createHash('sha256').update(topic).digest('base64url').slice(0, 32),
    }),
  })
  const headers = Object.fromEntries(
    Object.entries(details.headers).map(([name, value]) => [name.toLowerCase(), String(value)]),
  )
  return { url: address, headers, body: details.body }
}

/** How a browser's address is taken contact with: what `mailto:` or `https:` address push services are shown. */
export const contactOf = (pageUrl: string): string =>
  pageUrl.startsWith('https:') ? pageUrl : `mailto:webmaster@${new URL(pageUrl).hostname}`

/** Does the answer say that the browser no longer wants anything? */
export const isUnsubscribed = ({ status }: Pick<ServiceAnswer, 'status'>): boolean =>
  status === 404 || status === 410

/** What a push service's answer means. Its words are a stranger's: they are not repeated. */
export function pushResultOf({ status, retryAfter }: ServiceAnswer): SendResult {
  if (status >= 200 && status < 300) return { outcome: 'sent' }
  return refused(`the push service answered ${status}`, !isTransient(status), retryAfter)
}
