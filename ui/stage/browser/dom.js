// Builds elements: tag, properties, children.

export function element(tag, properties = {}, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(properties)) {
    if (name in node && name !== "list") node[name] = value;
    else node.setAttribute(name, value);
  }
  node.append(...children);
  return node;
}

/** A button with an icon that screen readers hear as `label`. */
export function button(icon, label, action, className = "") {
  return element("button", { type: "button", className, title: label, "aria-label": label, onclick: action }, icon);
}
