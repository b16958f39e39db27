/** The light entry: the stage first, then the thread of its world. */
void import('./embedPage').then(({ openEmbed }) => openEmbed())
