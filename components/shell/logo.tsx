// Our mark: two links of a chain under one roof.
export function Logo({ className }: { className?: string }) {
  return (
    <svg viewBox="0 0 32 32" aria-hidden className={className}>
      <rect width="32" height="32" rx="8" className="fill-accent" />
      <g
        fill="none"
        className="stroke-on-accent"
        strokeWidth="2.4"
        strokeLinecap="round"
        strokeLinejoin="round"
      >
        <path d="M6.5 14.5 16 6.5l9.5 8" />
        <path d="M13.6 24.6h-1.9a3.8 3.8 0 0 1 0-7.6h1.9" />
        <path d="M18.4 17h1.9a3.8 3.8 0 0 1 0 7.6h-1.9" />
        <path d="M13.2 20.8h5.6" />
      </g>
    </svg>
  )
}
