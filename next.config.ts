// Next: a standalone server, and the headers that every answer bears. The policy with its nonce is set in proxy.ts.
import type { NextConfig } from 'next'

const config: NextConfig = {
  output: 'standalone',
  poweredByHeader: false,
  // No `/_next/image`: it opens any address of ours for whoever asks, has pictures of strangers decoded by this process, and
  // keeps what came of them for a year, long after a signed address has ended.
  images: { unoptimized: true },
  // Types are checked by `npm run types`: a first start need not wait for it.
  typescript: { ignoreBuildErrors: true },
  // The page is drawn by our own components; Next's floating badge would cover the phone's bottom bar.
  devIndicators: false,
  serverExternalPackages: ['pg', 'pg-boss', 'pino', '@prisma/client', '@prisma/adapter-pg'],
  headers: async () => [
    {
      source: '/((?!replay/|feeds/).*)',
      headers: [
        { key: 'X-Content-Type-Options', value: 'nosniff' },
        { key: 'Referrer-Policy', value: 'same-origin' },
        // Articles and lists are full of addresses that strangers chose: nobody is asked for them before they are clicked.
        { key: 'X-DNS-Prefetch-Control', value: 'off' },
        { key: 'Permissions-Policy', value: 'camera=(), microphone=(), geolocation=(), browsing-topics=()' },
        { key: 'Cross-Origin-Opener-Policy', value: 'same-origin' },
      ],
    },
  ],
}

export default config
