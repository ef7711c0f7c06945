// Our mark: two links of a chain under one roof.
export function Logo({ className }: { className?: string }) {
  return (
    <svg viewBox="0 0 32 32" aria-hidden className={className}>
      <rect width="32" height="32" rx="8" className="fill-accent" />
      <g
        fill="none"
        className="stroke-on-accent"
        strokeWidth="2.6"
        strokeLinecap="round"
        strokeLinejoin="round"
      >
        <path d="M7 16.5 16 9l9 7.5" />
        <path d="M14.2 21.8h-1.4a3.3 3.3 0 0 1 0-6.6h1.4" />
        <path d="M17.8 15.2h1.4a3.3 3.3 0 0 1 0 6.6h-1.4" />
        <path d="M13.6 18.5h4.8" />
      </g>
    </svg>
  )
}
