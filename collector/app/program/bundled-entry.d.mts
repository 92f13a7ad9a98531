export function bundledEntry(root: string): string | null
