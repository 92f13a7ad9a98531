import { LineCounter, isScalar, parseDocument } from 'yaml'
import type { Environment } from '../environment.ts'
import { type Locator, createLocator } from '../locator.ts'
import type { ConfigProblem } from '../problem.ts'
import { findSyntaxProblems } from './yaml-syntax.ts'
import { type ConfigTree, readTree } from './yaml-tree.ts'

/** A text of YAML with the places of its values, and what is wrong with it before anybody asks what it says. */
export type YamlSource = {
  readonly tree: ConfigTree
  readonly locator: Locator
  /** Where it is not YAML. What the reader made of a text from the first of these on is a guess. */
  readonly syntaxProblems: readonly ConfigProblem[]
  /** Where it is YAML, and not plain data: anchors that lead nowhere, keys twice, variables that are not set. */
  readonly structureProblems: readonly ConfigProblem[]
}

/**
 * Reads a text of YAML 1.2; `empty` where it has no value, and `too_deep` where its nesting exhausts the reader. Never
 * throws for what stands in it.
 *
 * @param file what messages call it
 * @param environment the variables it may refer to
 */
export function readYaml(
  text: string,
  file: string,
  environment: Environment,
): YamlSource | 'empty' | 'too_deep' {
  try {
    return readWithinStack(text, file, environment)
  } catch (error) {
    // The YAML reader recurses: a file of nothing but brackets exhausts the stack before any limit of ours.
    if (error instanceof RangeError) return 'too_deep'
    throw error
  }
}

function readWithinStack(text: string, file: string, environment: Environment): YamlSource | 'empty' {
  const lineCounter = new LineCounter()
  const document = parseDocument(text, {
    lineCounter,
    prettyErrors: false,
    uniqueKeys: false,
    strict: true,
    version: '1.2',
    logLevel: 'error',
  })
  const { contents } = document
  if (document.errors.length === 0 && (contents === null || (isScalar(contents) && contents.value === null)))
    return 'empty'
  const tree = readTree(document, environment)
  const locator = createLocator(file, lineCounter, tree)
  const syntaxProblems = findSyntaxProblems(document, text).map(
    ({ at, issue, advice, atEndOfText, wholeFile }) => {
      const nearest = tree.nearest(at)
      return locator.problemAt(
        atEndOfText ? Math.min(nearest.at, at) : at,
        wholeFile ? [] : nearest.path,
        `${issue}. ${advice}.`,
      )
    },
  )
  const structureProblems = tree.structureProblems.map(({ at, path, issue, advice }) =>
    locator.problemAt(at, path, `${issue}. ${advice}.`),
  )
  return { tree, locator, syntaxProblems, structureProblems }
}
