// Joins class names; a later Tailwind class replaces an earlier one of the same property.
import { clsx, type ClassValue } from 'clsx'
import { twMerge } from 'tailwind-merge'

export function classNames(...values: ClassValue[]): string {
  return twMerge(clsx(values))
}
