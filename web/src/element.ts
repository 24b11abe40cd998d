/** The element of the page's template that has this id. */
export function element(id: string): HTMLElement {
  const found = document.getElementById(id);
  if (!found) throw new RangeError(`the page has no #${id}`);
  return found;
}
