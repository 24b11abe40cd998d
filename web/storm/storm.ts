// Storms, one seed after the other: `node web/storm/storm.ts PYTHON FIRST_SEED COUNT [BUG...]`. One line of JSON for
// each storm on stdout; the first that has a victim is told on stderr with its seed, and ends the run.

import { Authority } from "./authority.ts";
import { plant } from "./bugs.ts";
import { surprises } from "./surprises.ts";
import { Storm } from "./weather.ts";

const [python = "python", first = "1", count = "1", ...bugs] = process.argv.slice(2);
for (const bug of bugs) plant(bug);
const authority = new Authority(python, bugs);
const seen = surprises();

for (let seed = Number(first); seed < Number(first) + Number(count); seed++) {
  const before = seen.count;
  try {
    const facts = await new Storm(seed, authority).run();
    console.log(JSON.stringify({ seed, ...facts, surprises: seen.count - before }));
  } catch (victim) {
    console.error(`MASHURA_SEED=${seed} ${victim instanceof Error ? victim.stack : victim}`);
    process.exitCode = 1;
    break;
  }
}
authority.close();
