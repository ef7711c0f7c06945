// Who feeds are by: the product, in every language.

export const FEED_AUTHOR = 'link之家'
