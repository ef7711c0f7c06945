// Media types of what is kept of a picture.

/** Of kept pictures of pages, unless they are patches, and of thumbnails. */
export const PICTURE_TYPE = 'image/webp'
export const PATCH_TYPE = 'application/vnd.linkhome.picture-patch'
export const STRIPS_TYPE = 'application/vnd.linkhome.strips+json'
