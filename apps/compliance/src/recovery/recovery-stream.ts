export function recoveryStream(id: string): string {
  return `recovery-${id}`;
}
