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

/** A button. An icon is heard by screen readers as `label`; a text stands for itself and has `label` as its hint. */
export function button(face, label, action, className = "") {
  const name = typeof face === "string" ? {} : { "aria-label": label };
  return element("button", { type: "button", className, title: label, ...name, onclick: action }, face);
}
