import { createHash } from 'node:crypto'
import { expect, test } from 'vitest'
import { contentPolicy } from '../../collector/server/security-headers.ts'
import { aServer, aSite, ask } from './builders.ts'

const sourceHash = (code: string): string => `'sha256-${createHash('sha256').update(code).digest('base64')}'`

test('a page may run its own inline blocks, by their hash, and nothing else', async () => {
  const page = '<style>a{}</style><script>one()</script><script type="module">two()</script><p>hi</p>'
  const { headers } = await ask(await aServer({ site: aSite({ 'index.html': page }) }), '/')
  const policy = headers['content-security-policy']!
  expect(policy).toContain("default-src 'none'; ")
  expect(policy).toContain(`script-src ${sourceHash('one()')} ${sourceHash('two()')}; `)
  expect(policy).toContain(`style-src 'self' ${sourceHash('a{}')}; `)
  expect(policy).toContain("frame-ancestors 'none'")
  expect(policy).not.toContain('unsafe')
  expect(headers).toMatchObject({
    'referrer-policy': 'strict-origin-when-cross-origin',
    'cross-origin-opener-policy': 'same-origin',
    'permissions-policy': expect.stringContaining('camera=()'),
  })
})

test('blocks of data need no permission, scripts of the site need its own', () => {
  expect(contentPolicy('a.html', '<script type="application/ld+json">{}</script>')).not.toContain(
    'script-src',
  )
  expect(contentPolicy('a.html', '<script src="/embed.js"></script>')).toContain("script-src 'self'; ")
})

test('what somebody has typed into a form gives no script a permission', () => {
  const typed = '<script>alert(1)</script><style>*{}</style>'
  const page = `<script>one()</script><input value="${typed}"><input value='${typed}'><p title="a > b">hi</p>`
  const policy = contentPolicy('answer.html', page)
  expect(policy).toContain(`script-src ${sourceHash('one()')}; style-src 'self'; `)
})

test('only pages made for it may be framed elsewhere', () => {
  expect(contentPolicy('embed/index.html', '')).toContain('frame-ancestors *')
  expect(contentPolicy('en/embed/index.html', '')).toContain('frame-ancestors *')
  expect(contentPolicy('incidents/embed/index.html', '')).toContain("frame-ancestors 'none'")
  expect(contentPolicy('history/index.html', '')).toContain("frame-ancestors 'none'")
})

test('data and errors may do nothing at all', async () => {
  const server = await aServer({ site: aSite({ 'badge.svg': '<svg><script>x()</script></svg>' }) })
  for (const path of ['/badge.svg', '/missing', '/healthz', '/api/v1/missing']) {
    const { headers } = await ask(server, path)
    expect(headers['content-security-policy'], path).toContain("default-src 'none'; base-uri 'none'")
    expect(headers['x-content-type-options'], path).toBe('nosniff')
  }
})

test('the HTML of an e-mail may carry its styles, and still runs nothing', () => {
  const policy = contentPolicy('en/reports/2026-10/mail.html', '<p style="color:red">hi</p>')
  expect(policy).toContain("style-src 'self' 'unsafe-inline'; ")
  expect(policy).not.toContain('script-src')
  expect(policy).toMatch(/; sandbox (?!.*allow-(?:scripts|same-origin))/)
  expect(contentPolicy('en/mail.html/index.html', '<p style="color:red">hi</p>')).not.toContain('unsafe')
})
