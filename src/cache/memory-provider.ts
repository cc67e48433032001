import { z } from "zod";
import { createMemoryTier } from "./memory-tier.ts";
import type { TierProvider } from "./provider.ts";

const settings = z.object({});

/** The process's own memory, within the bounds that hold for it also where it lies above another tier. */
export const memory: TierProvider<typeof settings> = {
  description: "this process",
  settings,
  open: (_, { clock, epoch, bounds }) => createMemoryTier({ clock, epoch, ...bounds }),
};
