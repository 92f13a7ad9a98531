import { TokenType, tokenize } from '@csstools/css-tokenizer'

/** An address that a style sheet names, as written but for CSS's own escapes, and where it stands: line and column from 1. */
export type SheetAddress = { readonly address: string; readonly line: number; readonly column: number }

/**
 * What a style sheet loads: `url(…)`, bare or in quotes, `@import "…"`, and the names in `image-set(…)` that stand for a
 * `url(…)` (CSS Images 4, 2.1). What stands in comments and texts is nothing that is loaded. Broken CSS is read as browsers
 * read it.
 */
export function sheetAddresses(sheet: string): readonly SheetAddress[] {
  const found: { address: string; at: number }[] = []
  /** The functions and parentheses that are open, innermost last. */
  const open: string[] = []
  /** The at-rule that is being read, up to its block or its end. */
  let rule = ''
  const add = (address: string, at: number): void => {
    // Namespaces are names, which nothing is loaded from.
    if (rule !== 'namespace') found.push({ address, at })
  }
  for (const token of tokenize({ css: sheet })) {
    switch (token[0]) {
      case TokenType.URL:
        add(token[4].value, token[2] + startInUrl(token[1]))
        break
      case TokenType.String:
        if (loadsTexts(open.at(-1)) || (rule === 'import' && open.length === 0))
          add(token[4].value, token[2] + 1)
        break
      case TokenType.AtKeyword:
        rule = token[4].value.toLowerCase()
        break
      case TokenType.Semicolon:
      case TokenType.OpenCurly:
        rule = ''
        break
      case TokenType.Function:
        open.push(token[4].value.toLowerCase())
        break
      case TokenType.OpenParen:
        open.push('')
        break
      case TokenType.CloseParen:
        open.pop()
        break
      default:
    }
  }
  return found
    .filter(({ address }) => address.trim() !== '')
    .map(({ address, at }) => ({ address: address.trim(), ...placeOf(sheet, at) }))
}

/** Functions whose texts are addresses. */
const loadsTexts = (name: string | undefined): boolean =>
  name === 'url' || name === 'image-set' || name === '-webkit-image-set'

/** How far into `url(  a.png)` its address begins. */
const startInUrl = (text: string): number => /^[^(]*\(\s*/.exec(text)?.[0].length ?? 0

const placeOf = (text: string, at: number): Pick<SheetAddress, 'line' | 'column'> => {
  const before = text.slice(0, at)
  return {
    line: before.split(/\r\n|[\n\r\f]/).length,
    column: at - Math.max(...['\n', '\r', '\f'].map((end) => before.lastIndexOf(end))),
  }
}
