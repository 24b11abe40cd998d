// The fonts that pages load: IBM Plex Sans Arabic for the interface, Amiri for the texts, cut down to the characters
// that opinions are written with. Each script stands in a file of its own, and a browser fetches only what a page
// shows. Whatever is not here (other scripts, the small signs of the Quran's text) the device's own fonts show.

import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import subsetFont from "subset-font";

interface Family {
  readonly name: string;
  readonly library: string;
}

const FAMILIES: readonly Family[] = [
  { name: "IBM Plex Sans Arabic", library: "ibm-plex-sans-arabic" },
  { name: "Amiri", library: "amiri" },
];
const WEIGHTS = [400, 700];

/** What each file holds, and the file of the library that has it. Spaces, digits and stops are on every page. */
const PARTS = [
  {
    name: "arabic",
    source: "arabic",
    // Arabic and its vowel signs, Maghribi letters, both kinds of digits' signs, the brackets and the blessing.
    range:
      "U+060C, U+061B-061C, U+061F, U+0621-063A, U+0640-0655, U+0660-066D, U+0670-0671, U+067E, U+0686, U+0698, " +
      "U+06A4, U+06A9, U+06AD, U+06AF, U+06CC, U+0763, U+200C-200E, U+2010-2011, U+FD3E-FD3F, U+FDFA",
  },
  {
    name: "signs",
    source: "latin",
    range:
      "U+0020-0040, U+005B-0060, U+007B-007E, U+00A0, U+00A7, U+00AB, U+00B0-00B1, U+00B7, U+00BB, U+00D7, " +
      "U+2013-2014, U+2018-201A, U+201C-201E, U+2022, U+2026, U+2039-203A, U+20AC, U+2212",
  },
  {
    name: "latin",
    source: "latin",
    range:
      "U+0041-005A, U+0061-007A, U+00AA, U+00B2-00B3, U+00B9-00BA, U+00C0-00D6, U+00D8-00FF, U+0152-0153, U+0178",
  },
] as const;

/** The characters of a CSS unicode-range. */
function characters(range: string): string {
  return range
    .split(", ")
    .flatMap((part) => {
      const [first = 0, last = first] = part
        .replace("U+", "")
        .split("-")
        .map((end) => Number.parseInt(end, 16));
      return Array.from({ length: last - first + 1 }, (_, index) => String.fromCodePoint(first + index));
    })
    .join("");
}

/** Writes the fonts and their style sheet, fonts.css, into a folder. */
export async function cutFonts(folder: string): Promise<void> {
  mkdirSync(folder, { recursive: true });
  const faces = FAMILIES.flatMap((family) =>
    WEIGHTS.flatMap((weight) => PARTS.map((part) => ({ family, weight, part }))),
  );
  const rules = await Promise.all(
    faces.map(async ({ family, weight, part }) => {
      const file = (script: string): string => `${family.library}-${script}-${weight}-normal.woff2`;
      const whole = readFileSync(`node_modules/@fontsource/${family.library}/files/${file(part.source)}`);
      const cut = await subsetFont(whole, characters(part.range), { targetFormat: "woff2", noHinting: true });
      writeFileSync(`${folder}/${file(part.name)}`, cut);
      return `@font-face {
  font-family: "${family.name}";
  font-weight: ${weight};
  font-display: swap;
  src: url("./${file(part.name)}") format("woff2");
  unicode-range: ${part.range};
}`;
    }),
  );
  writeFileSync(`${folder}/fonts.css`, rules.join("\n"));
}

/** Where the fonts come from. */
export const FONT_LIBRARIES = FAMILIES.map(({ library }) => `node_modules/@fontsource/${library}`);
