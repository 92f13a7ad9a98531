import type { NoticeValues } from '../../../../core/console/field-forms.ts'
import { fillVariables, templateValues } from '../../../../core/console/template-values.ts'
import type { NoticeTemplate } from '../../../../core/notice/notice-template.ts'
import { ValidationError } from '../../../../notices/rules/validation-error.ts'
import type { NoticePagesDeps } from './notice-deps.ts'
import { formLanguage } from './posted-form.ts'

/** The templates of a kind of notice, and what forms that begin with one hold. */
export function templatesOf({ config }: Pick<NoticePagesDeps, 'config'>, kind: NoticeTemplate['kind']) {
  const templates = config.templates.filter((one) => one.kind === kind)
  const chosen = (id: string | undefined) => templates.find((one) => one.id === id)
  return {
    templates,
    /** What a form begins with; nothing for a template that is not there. */
    begin(id: string | undefined): NoticeValues {
      const template = chosen(id)
      return template ? templateValues(template, formLanguage(config)) : {}
    },
    /** A form with its variables filled in. @throws ValidationError `invalid` where one is empty that a text waits for */
    fill(values: NoticeValues): NoticeValues {
      const filled = fillVariables(values, chosen(values['template']))
      if (filled.missing.length > 0)
        throw new ValidationError(
          'invalid',
          filled.missing.map((name) => ({ path: `var-${name}`, message: 'Write what stands for it.' })),
        )
      return filled.values
    },
  }
}
