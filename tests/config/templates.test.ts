import { expect, test } from 'vitest'
import { configOf, oneComponent, page, problemsOf } from './builders.ts'

const file = (templates: string): string => `${page}${oneComponent}templates:\n${templates}`

test('a template has what it says, and nothing else', () => {
  const text = file(
    "  - { id: slow, name: Slow, variables: { cause: Cause }, title: 'Slow: {cause}', components: [api], impact: major }\n" +
      '  - { id: disks, kind: maintenance, name: Disks, tasks: [Copy] }\n',
  )
  expect(configOf(text).templates).toEqual([
    {
      id: 'slow',
      kind: 'incident',
      name: 'Slow',
      variables: { cause: 'Cause' },
      title: 'Slow: {cause}',
      body: null,
      components: ['api'],
      impact: 'major',
      priority: null,
      reason: null,
      alternatives: null,
      tasks: [],
    },
    expect.objectContaining({ id: 'disks', kind: 'maintenance', tasks: ['Copy'] }),
  ])
  expect(configOf(`${page}${oneComponent}`).templates).toEqual([])
})

test('a template that names what is not there, or asks for what no text has, is refused with what to write', () => {
  const text = file(
    '  - { id: a, name: A, components: [web] }\n' +
      '  - { id: a, name: B, variables: { cause: Cause, "x y": Odd }, title: Slow }\n',
  )
  const problems = problemsOf(text).join('\n')
  expect(problems).toMatch(/templates\[0\]\.components\[0\]: there is no component "web"/)
  expect(problems).toMatch(/templates\[1\]\.id: "a" is already the id of template number 1/)
  expect(problems).toMatch(/variables\.cause: stands in no text of the template\. Write "\{cause\}" in one/)
  expect(problems).toMatch(/is not a name for a variable\. Write letters/)
})
