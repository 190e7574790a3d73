// The icons of the controls, drawn as paths so that no machine's fonts matter.

/** @type {Record<string, string>} */
const SHAPES = {
  play: "M7 4.5v15l12-7.5z",
  pause: "M6.5 4.5h4v15h-4zM13.5 4.5h4v15h-4z",
  back: "M16 5v14L6 12z",
  forward: "M8 5v14l10-7z",
  up: "M5 16h14L12 6z",
  down: "M5 8h14l-7 10z",
  first: "M5 5h2.6v14H5zM19.5 5v14L9 12z",
  last: "M16.4 5H19v14h-2.6zM4.5 5v14L15 12z",
  loop: "M12 5V1.5L7 6l5 4.5V7a5 5 0 1 1-5 5H5a7 7 0 1 0 7-7z",
  plus: "M11 5h2v6h6v2h-6v6h-2v-6H5v-2h6z",
  minus: "M5 11h14v2H5z",
  close: "M6.4 5 12 10.6 17.6 5 19 6.4 13.4 12 19 17.6 17.6 19 12 13.4 6.4 19 5 17.6 10.6 12 5 6.4z",
  export: "M11 3h2v9.2l3.3-3.3 1.4 1.4L12 16l-5.7-5.7 1.4-1.4 3.3 3.3zM4 15h2v4h12v-4h2v6H4z",
  picture: "M3 4h18v16H3zM5 6v9l4-4 3 3 4-5 3 4V6z",
  vector: "M3 3h5v2h8V3h5v5h-2v8h2v5h-5v-2H8v2H3v-5h2V8H3zM8 7v1H7v8h1v1h8v-1h1V8h-1V7z",
  film: "M3 4h18v16H3zM5 6v2h2V6zm0 4v4h2v-4zm0 6v2h2v-2zM9 6v12h6V6zm8 0v2h2V6zm0 4v4h2v-4zm0 6v2h2v-2z",
  page: "M5 2h9l5 5v15H5zM7 4v16h10V8h-4V4z",
  rows: "M3 4h18v16H3zM5 6v3h4V6zm6 0v3h8V6zM5 11v3h4v-3zm6 0v3h8v-3zM5 16v2h4v-2zm6 0v2h8v-2z",
  code: "M8.6 7.4 4 12l4.6 4.6L7.2 18l-6-6 6-6zM15.4 7.4 20 12l-4.6 4.6 1.4 1.4 6-6-6-6z",
  book: "M4 3h7.5v18H4zM12.5 3H20v18h-7.5zM6 5v2h3.5V5zm8.5 0v2H18V5z",
  link: "M10.6 13.4a4 4 0 0 0 5.6 0l3.2-3.2a4 4 0 0 0-5.6-5.6L12.2 6.200l1.400 1.400 1.600-1.600a2 2 0 0 1 2.800 2.800L14.800 12a2 2 0 0 1-2.800 0zM13.400 10.600a4 4 0 0 0-5.600 0l-3.200 3.200a4 4 0 0 0 5.600 5.600l1.600-1.600-1.400-1.400-1.600 1.600a2 2 0 0 1-2.800-2.800L9.200 12a2 2 0 0 1 2.800 0z",
  text: "M4 5h16v2H4zM4 9h16v2H4zM4 13h16v2H4zM4 17h10v2H4z",
  inspect: "M10 3a7 7 0 1 0 4.2 12.6l5 5 1.6-1.6-5-5A7 7 0 0 0 10 3zm0 2.2a4.8 4.8 0 1 1 0 9.6 4.8 4.8 0 0 1 0-9.6z",
  probe: "M11 2h2v4.1a6 6 0 0 1 4.9 4.9H22v2h-4.1a6 6 0 0 1-4.9 4.9V22h-2v-4.1A6 6 0 0 1 6.1 13H2v-2h4.1A6 6 0 0 1 11 6.1zm1 6a4 4 0 1 0 0 8 4 4 0 0 0 0-8zm0 2.5a1.5 1.5 0 1 1 0 3 1.5 1.5 0 0 1 0-3z",
  projector: "M2 4h20v12H2zM4 6v8h16V6zM11 16h2v2.600l3.500 3-1.300 1.500L12 20.300 8.800 23.100 7.500 21.600l3.500-3z",
  overlay: "M3 3h13v13H3zM5 5v9h9V5zM18 8h3v13H8v-3h2v1h9v-9h-1z",
  panels: "M3 4h8v7H3zM13 4h8v7h-8zM3 13h8v7H3zM13 13h8v7h-8z",
  versus: "M3 5h8v14H3zM5 7v10h4V7zM13 5h8v14h-8zM15 7v10h4V7z",
  contour: "M12 4a9 8 0 1 0 0 16a9 8 0 1 0 0-16zM12 6a7 6 0 1 1 0 12a7 6 0 1 1 0-12zM12 9.500a3 2.500 0 1 0 0 5a3 2.500 0 1 0 0-5z",
  both: "M6.500 7a4.500 5 0 1 0 0 10a4.500 5 0 1 0 0-10zM6.500 9a2.500 3 0 1 1 0 6a2.500 3 0 1 1 0-6zM17.500 6.500l4.500 2.600v5.800l-4.500 2.600-4.500-2.600V9.100z",
  space: "M12 2l9 5v10l-9 5-9-5V7zM12 4.300 6 7.700l6 3.300 6-3.300zM5 9.400v6.500l6 3.300v-6.500zM19 9.400l-6 3.300v6.500l6-3.300z",
  basins: "M3 3h6v6H3zM9 9h6v6H9zM15 3h6v6h-6zM3 15h6v6H3zM15 15h6v6h-6z",
  brush: "M20.700 3.300a1.500 1.500 0 0 0-2.100 0L9 12.900l2.100 2.100 9.600-9.600a1.500 1.500 0 0 0 0-2.100zM7.500 14A3.500 3.500 0 0 0 4 17.500C4 19 3 20 2 20c1 1 2.500 1.500 4 1.500a4 4 0 0 0 4-4A3.500 3.500 0 0 0 7.500 14z",
  scatter: "M6 4a2 2 0 1 0 0 4a2 2 0 1 0 0-4zM18 4a2 2 0 1 0 0 4a2 2 0 1 0 0-4zM12 10a2 2 0 1 0 0 4a2 2 0 1 0 0-4zM6 16a2 2 0 1 0 0 4a2 2 0 1 0 0-4zM18 16a2 2 0 1 0 0 4a2 2 0 1 0 0-4z",
  swap: "M7 4 2.500 8.500 7 13V9.500h10v-2H7zM17 11v3.500H7v2h10V20l4.500-4.500z",
  freeze: "M9 4h6l1.500 2H21v14H3V6h4.500zM12 8.500a4.500 4.500 0 1 0 0 9a4.500 4.500 0 1 0 0-9zM12 10.500a2.500 2.500 0 1 1 0 5a2.500 2.500 0 1 1 0-5z",
  whole: "M4 4h6v2H6v4H4zM14 4h6v6h-2V6h-4zM4 14h2v4h4v2H4zM18 14h2v6h-6v-2h4z",
};

/** @param {string} name */
export function icon(name) {
  const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  svg.setAttribute("viewBox", "0 0 24 24");
  svg.setAttribute("aria-hidden", "true");
  const path = svg.appendChild(document.createElementNS("http://www.w3.org/2000/svg", "path"));
  path.setAttribute("d", SHAPES[name]);
  return svg;
}
