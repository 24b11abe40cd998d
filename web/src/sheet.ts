// The sheet of an invitation: its link is copied, the sheet printed. Without this script a touch on the link
// takes it whole, and the browser's own menu prints.

const link = document.querySelector<HTMLElement>("#link");
const copied = document.querySelector<HTMLElement>("#copied");

function offer(id: string, act: () => void): void {
  const button = document.querySelector<HTMLButtonElement>(`#${id}`);
  if (button === null) return;
  button.hidden = false;
  button.addEventListener("click", act);
}

async function copy(): Promise<void> {
  if (link === null || copied === null) return;
  try {
    await navigator.clipboard.writeText(link.textContent ?? "");
    copied.textContent = "نُسخ الرابط.";
  } catch {
    // Browsers keep the clipboard from a page that came without TLS, or where somebody forbade it.
    getSelection()?.selectAllChildren(link);
    copied.textContent = "لم يسمح المتصفح بالنسخ. الرابط محدد الآن: يُنسخ من قائمة المتصفح.";
  }
}

offer("copy", () => void copy());
offer("print", () => print());
