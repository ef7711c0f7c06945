// How the web front was built. Next replaces the expression at build time: a constant, not a setting.

/** True under `next dev` only, where React's tools need more freedom than the product gives. */
export const IS_DEVELOPMENT = process.env.NODE_ENV === 'development'
