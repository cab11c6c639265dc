// What insecure-randomness.yaml must flag. Deliberately wrong code: nothing here is run.
// ruleid: insecure-randomness
const token = Math.random().toString(36).slice(2);
// ruleid: insecure-randomness
user.resetCode = Math.floor(Math.random() * 1_000_000);
// ruleid: insecure-randomness
const session = { sessionId: `s-${Math.random()}`, user };

function generatePassword(length: number): string {
  let text = '';
  // ruleid: insecure-randomness
  for (let i = 0; i < length; i++) text += LETTERS[Math.floor(Math.random() * LETTERS.length)];
  return text;
}

const createApiKey = () => {
  // ruleid: insecure-randomness
  return 'k_' + Math.random().toString(16);
};
// ruleid: insecure-randomness
const salt = crypto.pseudoRandomBytes(16);
// ruleid: session-named-by-caller-or-chance
const sessionId = context.sessionId || String(Math.random());
