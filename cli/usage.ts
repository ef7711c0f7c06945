// What stands after `linkhome`, by command: told without loading a single one.

export const USAGE = {
  start: 'start',
  web: 'web',
  worker: 'worker',
  migrate: 'migrate',
  add: 'add <url>... [--tag <name>]... [--patience normal|long] [--banners reject|leave] [--user <email>]',
  list: 'list [--tag <name>] [--site <host>] [--limit <n>] [--json] [--user <email>]',
  search: 'search <query> | --saved <name> [--limit <n>] [--json] [--user <email>]',
  searches: 'searches [--json] [--user <email>]',
  show: 'show <id> [--json] [--user <email>]',
  extract: 'extract --url <url> < page.html',
  user:
    'user create --email <email> --password-stdin [--name <name>] [--role owner|admin|member]\n' +
    '  linkhome user reset-password --email <email> [--password-stdin]\n' +
    '  linkhome user reset-two-factor --email <email>\n' +
    '  linkhome user remove --email <email> [--yes]',
  token: 'token create --user <email> --name <name> [--scopes links:read,links:write,admin]',
  audit: 'audit [--limit <n>] [--json] [--user <email>]',
  doctor: 'doctor',
  verify: 'verify [--repair] [--json]',
  backup: 'backup <file.tar|file.tar.zst> [--json]',
  restore: 'restore <file> [--json]',
  rebuild: 'rebuild [--json]',
} as const

export type CommandName = keyof typeof USAGE
