// The look of the big field for new links, for visitors and for members.

export const ADD_TEXT_CLASS =
  'field-sizing-content max-h-64 min-h-14 w-full resize-none rounded-xl border border-control bg-surface py-3.5 ps-11 ' +
  'pe-4 text-lg leading-7 shadow-card focus-visible:border-accent aria-invalid:border-danger'
