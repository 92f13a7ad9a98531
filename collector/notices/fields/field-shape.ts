import type { NoticeField, NoticeFields } from '../../core/notice/notice-field.ts'
import { kinds, type FieldWay } from './kinds.ts'

/** Does a way have a field at all? */
export const hasField = ({ kind }: NoticeField, way: FieldWay): boolean => kinds[kind][way] !== null

/** The names of a field by a way: in front matter there may be two. */
const fieldNames = (field: NoticeField, way: FieldWay): string[] => {
  if (way === 'line') return [field.lineName ?? field.name]
  return way === 'front' && field.frontName !== undefined ? [field.frontName, field.name] : [field.name]
}

/** The name of a field in a line. */
export const lineName = (field: NoticeField): string => field.lineName ?? field.name

/** The name a field has in this front matter; its shorter one where it is not there. */
export const nameInFront =
  (front: Readonly<Record<string, unknown>>) =>
  (field: NoticeField): string =>
    fieldNames(field, 'front').find((name) => front[name] !== undefined) ?? field.frontName ?? field.name

type NameOf<Field extends NoticeField, Of extends FieldWay> = (typeof kinds)[Field['kind']][Of] extends null
  ? never
  : Of extends 'line'
    ? Field extends { readonly lineName: infer Name extends string }
      ? Name
      : Field['name']
    : Of extends 'front'
      ? Field extends { readonly frontName: infer Name extends string }
        ? Name | Field['name']
        : Field['name']
      : Field['name']

type SchemaOf<Maker> = Maker extends (help: string) => infer Schema ? Schema : never

type Shape<Fields extends NoticeFields, Of extends FieldWay> = {
  [Member in keyof Fields as NameOf<Fields[Member], Of>]: SchemaOf<(typeof kinds)[Fields[Member]['kind']][Of]>
}

/**
 * The schemas of described fields by their names in one way in or out, in the order of the description.
 *
 * @param helps what the description says of fields instead of their own help, by member
 */
export const shapeOf = <Fields extends NoticeFields, Of extends FieldWay>(
  fields: Fields,
  way: Of,
  helps: Readonly<Record<string, string>> = {},
): Shape<Fields, Of> =>
  Object.fromEntries(
    Object.entries<NoticeField>(fields).flatMap(([member, field]) => {
      const schema = kinds[field.kind][way]?.(helps[member] ?? field.help)
      return schema ? fieldNames(field, way).map((name) => [name, schema]) : []
    }),
  ) as Shape<Fields, Of>
