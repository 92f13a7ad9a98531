import type { Locale } from '../../core/text/localized-text.ts'
import { contentPolicy, securityHeaders } from '../security-headers.ts'

/** A page for the person who has the secret of its address (UTF-8): no cache keeps it, and no referrer has its address. */
export const answerPage = (
  html: Uint8Array,
  status: number,
  locale: Locale,
  headers: Readonly<Record<string, string>> = {},
): Response =>
  new Response(Buffer.from(html), {
    status,
    headers: {
      ...securityHeaders,
      'Content-Type': 'text/html; charset=utf-8',
      'Content-Security-Policy': contentPolicy('answer.html', Buffer.from(html).toString('utf8')),
      'Cache-Control': 'no-store',
      'Content-Language': locale,
      // The address of the page is a secret.
      'Referrer-Policy': 'no-referrer',
      'X-Robots-Tag': 'noindex, nofollow',
      ...headers,
    },
  })
