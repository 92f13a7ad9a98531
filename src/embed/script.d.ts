declare module '*?minified' {
  /** The script, without what browsers need not load. */
  const code: string
  export default code
}
