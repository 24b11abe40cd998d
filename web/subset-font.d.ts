// What fonts.ts uses of a library that comes without types.

declare module "subset-font" {
  export default function subsetFont(
    font: Uint8Array,
    characters: string,
    options: { targetFormat: "woff2"; noHinting: boolean },
  ): Promise<Uint8Array>;
}
