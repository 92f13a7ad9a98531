import { fields, get, items } from './raw-values.ts'
import type { ReferenceRules } from './reference-rules.ts'

/** Services of templates must be there, and each variable must stand in a text. */
export function checkTemplates(
  root: unknown,
  components: readonly string[],
  { report, requireEachKnown }: ReferenceRules,
): void {
  for (const [index, template] of items(get(root, 'templates'))) {
    const path = ['templates', index]
    requireEachKnown(
      get(template, 'components'),
      [...path, 'components'],
      components,
      'component',
      'components',
    )
    const texts = JSON.stringify(
      ['title', 'body', 'reason', 'alternatives', 'tasks'].map((name) => get(template, name)),
    )
    for (const [name] of fields(get(template, 'variables'))) {
      const at = [...path, 'variables', name]
      if (!/^\w{1,40}$/.test(name))
        report(at, 'is not a name for a variable', 'Write letters, digits and "_" alone, 40 at most')
      else if (!texts.includes(`{${name}}`))
        report(at, 'stands in no text of the template', `Write "{${name}}" in one, or remove the variable`)
    }
  }
}
