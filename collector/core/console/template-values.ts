import { incidentFields, incidentUpdateFields } from '../incident/fields.ts'
import { statusOfImpact } from '../incident/impact.ts'
import { maintenanceFields } from '../maintenance/fields.ts'
import type { NoticeTemplate } from '../notice/notice-template.ts'
import { formValues } from './notice-form.ts'
import type { FormLanguage, NoticeValues } from './field-forms.ts'

/** The name of the field for a variable. */
export const variableField = (name: string): string => `var.${name}`

/** What a form holds that begins with a template; its variables are yet to be filled in. */
export function templateValues(template: NoticeTemplate, language: FormLanguage): NoticeValues {
  const { id, kind, title, body, components, impact, priority, reason, alternatives, tasks } = template
  const texts = { ...(title !== null && { title }), ...(body !== null && { body }) }
  const severity = impact === null ? {} : { impact }
  const status = statusOfImpact(impact ?? 'minor')
  const values =
    kind === 'incident'
      ? formValues(
          { ...incidentUpdateFields, ...incidentFields },
          {
            ...texts,
            ...severity,
            ...(priority !== null && { priority }),
            components: Object.fromEntries(components.map((one) => [one, status])),
          },
          language,
        )
      : formValues(
          maintenanceFields,
          { ...texts, ...severity, components, reason, alternatives, tasks },
          language,
        )
  return { ...values, template: id }
}

/** A form with its variables filled in, and the names of those that its texts still wait for. */
export function fillVariables(
  values: NoticeValues,
  template: NoticeTemplate | undefined,
): { readonly values: NoticeValues; readonly missing: readonly string[] } {
  const names = Object.keys(template?.variables ?? {})
  const missing = new Set<string>()
  const filled = Object.entries(values).map(([key, text]) => {
    if (key.startsWith('var.')) return [key, text] as const
    return [
      key,
      text.replaceAll(/\{(\w+)\}/g, (written, name: string) => {
        if (!names.includes(name)) return written
        const value = values[variableField(name)]?.trim() ?? ''
        if (value === '') missing.add(name)
        return value
      }),
    ] as const
  })
  return { values: Object.fromEntries(filled), missing: [...missing] }
}
