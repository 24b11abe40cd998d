// The text that a storm begins with: short, so that people meet.

import type { Node } from "prosemirror-model";
import { newId } from "../src/schema.ts";
import type { Chance } from "./chance.ts";
import type { Ledger } from "./ledger.ts";
import { schema } from "./page.ts";

type Block = () => Node;

export function beginning(chance: Chance, ledger: Ledger): Node {
  const node = (type: string, content: readonly Node[], attrs: object = { id: newId() }): Node =>
    schema.nodes[type]?.createChecked({ ...attrs }, content) as Node;
  const words = () => {
    const size = chance.int(0, 8);
    return size === 0
      ? []
      : [schema.text(Array.from({ length: size }, () => ledger.letter(null, chance.often(0.2))).join(""))];
  };
  const paragraph: Block = () => node("paragraph", words());
  const list: Block = () =>
    node(
      "bullet_list",
      [0, 1].map(() => node("list_item", [paragraph()])),
    );
  const cell: Block = () => node("table_cell", [paragraph()], {});
  const table: Block = () =>
    node(
      "table",
      [0, 1].map(() => node("table_row", [cell(), cell()])),
    );
  const kinds: Block[] = [paragraph, paragraph, paragraph, list, table, () => node("section", words())];
  const blocks = Array.from({ length: chance.int(2, 6) }, () => chance.pick(kinds)());
  return schema.node("doc", null, [node("title", words()), ...blocks, paragraph()]);
}
