/**
 * Where the site has a file that `page.theme` names: at its root, by the name of the file alone. What a style sheet names
 * keeps its place beside it there.
 *
 * @param path from the folder of the configuration, such as `look/custom.css`
 */
export const themePlace = (path: string): string => path.replace(/^.*[/\\]/s, '')
