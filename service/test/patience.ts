/** How long tests wait for what must come, and how often they look: bounds on a busy machine, not expectations. */
export const patience = { timeout: 60_000, interval: 20 };
