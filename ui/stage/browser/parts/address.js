// Keeps the page's address on what the page shows, and copies it.

import { queryOf } from "../address.js";
import { button, element } from "../dom.js";
import { copy } from "../clipboard.js";

/**
 * Called by the page for every message: `data.pairs` is the query.
 * @param {{ data: { pairs: [string, string][] }, parentElement: HTMLElement }} component
 */
export function update({ data, parentElement }) {
  const url = new URL(location.href);
  url.search = queryOf(data.pairs);
  url.hash = "";
  history.replaceState(history.state, "", url.href);
  const holder = parentElement.querySelector(".address");
  if (!holder || holder.firstChild) return;
  const said = element("span", { role: "status" });
  const act = async () => {
    said.textContent = (await copy(location.href)) ? "Link copied." : location.href;
    setTimeout(() => (said.textContent = ""), 3000);
  };
  holder.append(button("Copy link", "Copy a link that opens this page as it stands", act), said);
}
