/**
 * How a scope's keys are called in Redis (the key table in ../README.md). All of a scope's keys are in one slot of a
 * cluster, by the braces: `world:odyssey` → `lw:world:{odyssey}:`, `worlds` → `lw:{worlds}:`.
 */
export function prefixOf(scope: string): string {
  const colon = scope.indexOf(":");
  return colon < 0 ? `lw:{${scope}}:` : `lw:${scope.slice(0, colon)}:{${scope.slice(colon + 1)}}:`;
}

export const markKey = (prefix: string): string => `${prefix}ver`;
export const recentKey = (prefix: string): string => `${prefix}recent`;

/** The sharded channel of a scope's notices. */
export const channelOf = (scope: string): string => `${prefixOf(scope)}notices`;

/** Of a channel that `channelOf` has named. */
export function scopeOfChannel(channel: string): string {
  const brace = channel.indexOf("{");
  return channel.slice("lw:".length, brace) + channel.slice(brace + 1, -"}:notices".length);
}

/** The slot of a cluster that a scope's keys are in. */
export function hashSlotOf(scope: string): number {
  let crc = 0;
  for (const byte of Buffer.from(scope.slice(scope.indexOf(":") + 1))) {
    crc ^= byte << 8;
    // CRC16 (XMODEM), as the cluster specification says.
    for (let bit = 0; bit < 8; bit++) crc = ((crc << 1) ^ (crc & 0x8000 ? 0x1021 : 0)) & 0xffff;
  }
  return crc % 16_384;
}
