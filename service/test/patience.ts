/** Deadlines and polling intervals of tests: upper bounds for a busy machine, not expectations. */
export const patience = { timeout: 60_000, interval: 20 };
