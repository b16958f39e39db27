const short: readonly (readonly [string, string])[] = [
  ['ReadWriteOnce', 'RWO'],
  ['ReadOnlyMany', 'ROX'],
  ['ReadWriteMany', 'RWX'],
  ['ReadWriteOncePod', 'RWOP'],
]

/** Access modes as tables print them: `RWO,ROX`. Rule: GetAccessModesAsString. */
export const accessModesText = (modes: readonly string[] | undefined): string =>
  short
    .filter(([mode]) => modes?.includes(mode))
    .map(([, text]) => text)
    .join(',')
