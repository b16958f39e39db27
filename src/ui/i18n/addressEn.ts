/** What is said in English of what an address asked for; part of the list of keys that every language has. */
export const addressEn = {
  'goal.reached': 'Goal reached: {goal}',
  'cmd.refused': '“kubectl {line}” was not done. {why}',
  'cmd.tells': 'The address can only change the cluster, and this only tells of it.',
  'cmd.cannot': 'This is more than an address can ask for.',
  'cmd.many': 'The address holds more than {most} commands, or more than {letters} characters of them. None was carried out.',
} as const
