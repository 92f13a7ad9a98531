import fc from 'fast-check'
import { expect, test } from 'vitest'
import { initialConfig } from '../../collector/config/initial-config.ts'
import { configOf } from './builders.ts'

const answers = {
  name: 'Acme',
  url: 'https://status.example.com',
  locales: ['fr', 'en'],
  timezone: 'Europe/Paris',
  components: [
    { name: 'Site web', url: 'https://example.com/' },
    { name: 'Site web', url: 'tcp://[::1]:5432' },
    { name: 'Page', url: 'wss://example.com/live' },
  ],
}

test('the answers become a file that validates and says what was answered', () => {
  const config = configOf(initialConfig(answers))
  expect(config.page).toMatchObject({
    name: 'Acme',
    locale: 'fr',
    locales: ['fr', 'en'],
    timezone: 'Europe/Paris',
  })
  expect(config.components.map(({ id, name }) => [id, name])).toEqual([
    ['site-web', 'Site web'],
    ['site-web-2', 'Site web'],
    ['page-service', 'Page'],
  ])
  expect(config.components.map(({ monitors }) => monitors[0])).toMatchObject([
    { kind: 'http', url: 'https://example.com/' },
    { kind: 'tcp', host: '::1', port: 5432 },
    { kind: 'websocket', url: 'wss://example.com/live' },
  ])
})

test('whatever a page or a component is called, the file says exactly that', () => {
  const names = fc.string({ minLength: 1, maxLength: 100 }).filter((name) => name.trim() === name)
  fc.assert(
    fc.property(names, names, (name, component) => {
      const config = configOf(
        initialConfig({ ...answers, name, components: [{ name: component, url: 'https://a/' }] }),
      )
      expect([config.page.name, config.components[0]!.name]).toEqual([name, component])
    }),
    { numRuns: 300 },
  )
})

test('names like ${HOME}, yes, 12 and # are names', () => {
  for (const name of ['${HOME}', 'yes', '12', '# a', '- b', 'null', 'a: b', '日本', "it's"])
    expect(configOf(initialConfig({ ...answers, name })).page.name).toBe(name)
})
