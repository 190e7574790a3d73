// Builds elements: tag, properties, children.

/**
 * @template {keyof HTMLElementTagNameMap} Tag @param {Tag} tag @param {Record<string, any>} properties
 * @param {(Node | string)[]} children @returns {HTMLElementTagNameMap[Tag]}
 */
export function element(tag, properties = {}, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(properties)) {
    if (name in node && name !== "list") Reflect.set(node, name, value);
    else node.setAttribute(name, value);
  }
  node.append(...children);
  return node;
}

/**
 * A button. An icon is heard by screen readers as `label`; a text stands for itself and has `label` as its hint.
 * @param {Node | string} face @param {string} label @param {() => unknown} action
 */
export function button(face, label, action, className = "") {
  const name = typeof face === "string" ? {} : { "aria-label": label };
  return element("button", { type: "button", className, title: label, ...name, onclick: action }, face);
}

/**
 * Lets an element that holds a text alone say another. The text's node stays: a new one would have its box built anew.
 * @param {Element} node @param {string} text
 */
export function write(node, text) {
  const { firstChild } = node;
  if (firstChild instanceof Text && !firstChild.nextSibling) {
    if (firstChild.data !== text) firstChild.data = text;
  } else if (firstChild || text) node.textContent = text;
}
