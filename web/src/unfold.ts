// The audit trail: a row that is opened brings its commits into the page. Without this script its link leads there.

for (const row of document.querySelectorAll<HTMLDetailsElement>("details[data-unfold]")) {
  row.addEventListener("toggle", () => {
    const address = row.dataset.unfold;
    if (!row.open || address === undefined) return;
    delete row.dataset.unfold;
    void bring(row, address);
  });
}

async function bring(row: HTMLDetailsElement, address: string): Promise<void> {
  const answer = await fetch(address).catch(() => null);
  // Whoever was signed out meanwhile is led to the door: that is no list of commits.
  if (!answer?.ok || answer.redirected) {
    // The link inside still leads to the same commits; the next opening tries again.
    row.dataset.unfold = address;
    return;
  }
  const inside = document.createElement("div");
  inside.innerHTML = await answer.text();
  row.querySelector("p")?.replaceWith(inside);
}
