import { expect, test } from 'vitest'
import { bodyFault } from '../../../collector/probes/shared/expect-body.ts'

test('a pattern that ruins other engines takes time linear in the text', () => {
  expect(bodyFault({ bodyMatches: '^(a+)+$' }, `${'a'.repeat(20_000)}!`)?.code).toBe('body')
})

test('all that is expected of a text must hold', () => {
  const expected = { bodyContains: 'fine', bodyLacks: 'error', bodyMatches: '(?i)ALL' }
  expect(bodyFault(expected, 'all fine')).toBeUndefined()
  expect(bodyFault(expected, 'all well')?.detail).toContain('does not contain "fine"')
  expect(bodyFault(expected, 'all fine, no error')?.detail).toContain('contains "error"')
  expect(bodyFault(expected, 'fine')?.detail).toContain('does not match')
})
