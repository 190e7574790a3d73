// One choice among a few, as buttons that stand together; where room is short their icons stand for their names.

import { element } from "./dom.js";
import { icon } from "./icons.js";

/**
 * @template {string} Value
 * @param {string} label what is chosen, for screen readers @param {string} group the name that the inputs share
 * @param {[Value, string, string, string][]} options value, name, icon, hint @param {(value: Value) => void} choose
 */
export function segments(label, group, options, choose) {
  const node = element("div", { className: "stage-segments", role: "radiogroup", "aria-label": label });
  const inputs = options.map(([value, name, shape, hint]) => {
    const input = element("input", { type: "radio", name: group, value, "aria-label": name, onchange: () => choose(value) });
    node.append(element("label", { title: `${name}: ${hint}` }, input, element("span", {}, icon(shape), element("b", {}, name))));
    return input;
  });
  return { node, inputs };
}
