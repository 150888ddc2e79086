"use strict";
// Draws the circuit in #data. Every text from it goes into the page as text, never as markup.
(() => {
  const data = JSON.parse(document.getElementById("data").textContent);
  const by = id => document.getElementById(id);
  const unit = 44, rise = 52, side = 56, head = 60, foot = 84;
  const svgSpace = "http://www.w3.org/2000/svg";
  const state = {threshold: data.start, node: null, edge: null, current: null};

  function make(name, attributes = {}, text) {
    const element = document.createElement(name);
    for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
    if (text !== undefined) element.textContent = text;
    return element;
  }
  function draw(parent, name, attributes = {}, text) {
    const element = document.createElementNS(svgSpace, name);
    for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
    if (text !== undefined) element.textContent = text;
    parent.append(element);
    return element;
  }
  function button(text, action, name = "link") {
    const element = make("button", {type: "button", class: name}, text);
    element.addEventListener("click", action);
    return element;
  }
  const x = place => side + place * unit;
  const y = place => head + (data.height - place) * rise;
  const edgeName = edge => `${data.nodes[edge.from].title} → ${data.nodes[edge.to].title}`;
  const sideName = edge => edge.connector ? "connector" : edge.kind === "root" ? "to the root"
    : edge.kind === "s" ? "key side" : "query side";

  const incoming = data.nodes.map(() => []), outgoing = data.nodes.map(() => []);
  data.edges.forEach((edge, at) => {
    incoming[edge.to].push(at);
    outgoing[edge.from].push(at);
  });
  const heaviest = list => list.sort((a, b) => Math.abs(data.edges[b].weight) - Math.abs(data.edges[a].weight));
  incoming.forEach(heaviest);
  outgoing.forEach(heaviest);

  // The drawing.
  const drawing = by("drawing");
  const nodeMarks = [], edgeMarks = [];

  function shape(group, node) {
    const cx = x(node.x), cy = y(node.y);
    const points = list => list.map(([dx, dy]) => `${cx + dx},${cy + dy}`).join(" ");
    switch (node.kind) {
    case "head": draw(group, "circle", {class: "shape", cx, cy, r: 14}); break;
    case "input": draw(group, "circle", {class: "shape", cx, cy, r: 7}); break;
    case "mlp": draw(group, "rect", {class: "shape", x: cx - 9, y: cy - 9, width: 18, height: 18, rx: 2}); break;
    case "embedding": draw(group, "polygon", {class: "shape", points: points([[0, -8], [9, 7], [-9, 7]])}); break;
    case "bias": draw(group, "polygon", {class: "shape", points: points([[0, -8], [8, 0], [0, 8], [-8, 0]])}); break;
    case "offset":
      draw(group, "polygon", {class: "shape",
        points: points([[-3, -8], [3, -8], [8, -3], [8, 3], [3, 8], [-3, 8], [-8, 3], [-8, -3]])});
      break;
    default: {
      const width = Math.max(44, 7.4 * node.mark.length + 16);
      draw(group, "rect", {class: "shape", x: cx - width / 2, y: cy - 13, width, height: 26, rx: 5});
    }
    }
    if (node.mark) draw(group, "text", {x: cx, y: cy + (node.kind === "root" ? 4 : 3.5)}, node.mark);
    draw(group, "circle", {class: "ring", cx, cy, r: node.kind === "root" ? 20 : 16});
  }

  function drawEdge(edge, at) {
    const group = draw(drawing, "g", {class: `edge ${edge.connector ? "connector" : edge.kind}`});
    const a = data.nodes[edge.from], b = data.nodes[edge.to];
    const x1 = x(a.x), y1 = y(a.y), x2 = x(b.x), y2 = y(b.y), bend = (y1 - y2) * 0.45;
    const d = `M${x1} ${y1} C${x1} ${y1 - bend} ${x2} ${y2 + bend} ${x2} ${y2}`;
    const width = edge.connector ? 1.5 : 1 + 4.5 * Math.sqrt(edge.strength);
    draw(group, "path", {d, "stroke-width": width.toFixed(2)});
    if (edge.weight < 0) {
      const mx = (x1 + x2) / 2, my = (y1 + y2) / 2;
      draw(group, "circle", {cx: mx, cy: my, r: 5});
      draw(group, "line", {x1: mx - 2.5, x2: mx + 2.5, y1: my, y2: my});
    }
    const hit = draw(group, "path", {d, class: "hit"});
    draw(hit, "title", {}, `${edgeName(edge)}, ${sideName(edge)}, ${edge.text}`);
    hit.addEventListener("click", () => chooseEdge(at));
    hit.addEventListener("mouseenter", () => light([at]));
    hit.addEventListener("mouseleave", () => light());
    edgeMarks.push(group);
  }

  function drawAll() {
    const width = x(data.width) + 24, height = y(0) + foot;
    for (const [key, value] of Object.entries({width, height, viewBox: `0 0 ${width} ${height}`}))
      drawing.setAttribute(key, value);
    data.columns.forEach((column, at) => {
      if (at % 2)
        draw(drawing, "rect", {class: "band", x: x(column.left), width: column.width * unit, y: head - 28,
          height: y(0) - head + 56});
      const cx = x(column.left + column.width / 2), cy = y(0) + 34;
      draw(drawing, "text", {class: "column", x: cx, y: cy, "text-anchor": "end",
        transform: `rotate(-35 ${cx} ${cy})`}, column.label);
    });
    for (const row of data.rows) {
      draw(drawing, "line", {class: "storey", x1: side - 8, x2: width - 24, y1: y(row.y), y2: y(row.y)});
      draw(drawing, "text", {class: "row", x: 8, y: y(row.y) + 4}, row.label);
    }
    data.edges.forEach(drawEdge);
    data.nodes.forEach((node, at) => {
      const group = draw(drawing, "g", {class: `node ${node.kind}`, role: "img", "aria-label": node.title,
        id: `node-${at}`});
      draw(group, "title", {}, node.title);
      shape(group, node);
      group.addEventListener("click", () => chooseNode(at));
      group.addEventListener("mouseenter", () => light([...incoming[at], ...outgoing[at]]));
      group.addEventListener("mouseleave", () => light());
      nodeMarks.push(group);
    });
    for (const [kind, text] of data.legend) {
      const item = make("li");
      const picture = draw(item, "svg", {width: 28, height: 18, "aria-hidden": "true"});
      if (kind.startsWith("edge"))
        draw(draw(picture, "g", {class: kind}), "path", {d: "M1 9H27", "stroke-width": 2});
      else {
        const group = draw(picture, "g", {class: `node ${kind}`,
          transform: `translate(${14 - side} ${9 - head - data.height * rise}) `});
        shape(group, {kind, x: 0, y: 0, mark: ""});
      }
      item.append(text);
      by("legend").append(item);
    }
  }

  function light(edges) {
    drawing.classList.toggle("dimmed", Boolean(edges));
    edgeMarks.forEach((mark, at) => mark.classList.toggle("lit", Boolean(edges) && edges.includes(at)));
  }

  // The threshold. The slider is logarithmic; its left end keeps everything.
  const slider = by("threshold");
  const bars = [];
  const thresholdAt = value => value === 0 ? 0 : 10 ** (data.histogram.lowest * (1 - value / slider.max));
  function valueOf(threshold) {
    if (threshold <= 0) return 0;
    return Math.max(0, Math.round(slider.max * (1 - Math.log10(threshold) / data.histogram.lowest)));
  }
  function drawHistogram() {
    const picture = by("histogram"), counts = data.histogram.counts, most = Math.max(1, ...counts);
    picture.setAttribute("viewBox", `0 0 ${counts.length * 8} 28`);
    picture.setAttribute("preserveAspectRatio", "none");
    counts.forEach((count, at) => {
      const height = 27 * Math.sqrt(count / most);
      bars.push(draw(picture, "rect", {x: at * 8 + 1, width: 6, y: 28 - height, height}));
    });
  }
  const isShown = at => data.edges[at].limit >= state.threshold;

  function filter() {
    let kept = 0, all = 0, sum = 0, total = 0;
    const touched = data.nodes.map(() => false);
    data.edges.forEach((edge, at) => {
      const shown = isShown(at);
      edgeMarks[at].style.display = shown ? "" : "none";
      if (shown) touched[edge.from] = touched[edge.to] = true;
      if (edge.connector) return;
      all += 1;
      total += edge.strength;
      if (shown) { kept += 1; sum += edge.strength; }
    });
    nodeMarks.forEach((mark, at) => { mark.style.display = touched[at] ? "" : "none"; });
    const share = kept === all ? 100 : total > 0 ? 100 * sum / total : 0;
    by("kept").textContent = `${kept} of ${all} edges, ${Math.round(share)} % of weight`;
    const place = Number(slider.value) / slider.max;
    bars.forEach((bar, at) => bar.classList.toggle("in", (at + 1) / bars.length > place));
    fillTable();
  }

  // The table twin.
  function fillTable() {
    if (by("table").hidden) return;
    const table = make("table");
    table.append(make("caption", {}, `Edges, ${by("kept").textContent}`));
    const titles = make("tr");
    for (const [text, name] of [["from", ""], ["to", ""], ["side", ""], ["weight", "number"], ["more", ""]])
      titles.append(make("th", {scope: "col", class: name}, text));
    table.append(make("thead"), make("tbody"));
    table.tHead.append(titles);
    const order = data.edges.map((_, at) => at).filter(at => isShown(at) && !data.edges[at].connector);
    for (const at of heaviest(order)) {
      const edge = data.edges[at];
      const row = make("tr", {class: state.edge === at ? "chosen" : ""});
      const from = make("td"), to = make("td");
      from.append(button(data.nodes[edge.from].title, () => chooseNode(edge.from)));
      to.append(button(data.nodes[edge.to].title, () => chooseNode(edge.to)));
      const weight = make("td", {class: "number"});
      weight.append(button(edge.text, () => chooseEdge(at)));
      row.append(from, to, make("td", {}, sideName(edge)), weight,
        make("td", {}, edge.facts.map(([name, text]) => `${name} ${text}`).join("; ")));
      table.tBodies[0].append(row);
    }
    by("table").replaceChildren(table);
  }

  // The card of what is chosen.
  function facts(list) {
    const box = make("dl");
    for (const [name, text] of list) box.append(make("dt", {}, name), make("dd", {class: "number"}, text));
    return box;
  }
  function edgeList(title, edges, end) {
    const shown = edges.filter(at => isShown(at) && !data.edges[at].connector);
    if (!shown.length) return [];
    const list = make("ul");
    for (const at of shown) {
      const item = make("li");
      item.append(button(`${data.nodes[data.edges[at][end]].title}, ${sideName(data.edges[at])}`,
        () => chooseEdge(at)), make("span", {class: "number"}, data.edges[at].text));
      list.append(item);
    }
    return [make("h3", {}, `${title} (${shown.length})`), list];
  }
  function chooseNode(at) {
    Object.assign(state, {node: at, edge: null, current: at});
    const node = data.nodes[at];
    by("details").replaceChildren(make("h2", {}, node.title), facts(node.facts),
      ...edgeList("Gets from", incoming[at], "from"), ...edgeList("Gives to", outgoing[at], "to"));
    mark();
  }
  function chooseEdge(at) {
    Object.assign(state, {node: null, edge: at});
    const edge = data.edges[at];
    const ends = make("dl");
    for (const [name, end] of [["from", edge.from], ["to", edge.to]]) {
      const cell = make("dd");
      cell.append(button(data.nodes[end].title, () => chooseNode(end)));
      ends.append(make("dt", {}, name), cell);
    }
    by("details").replaceChildren(make("h2", {}, edgeName(edge)), ends,
      facts([["side", sideName(edge)], ["weight", edge.text], ...edge.facts]));
    mark();
  }
  function clear() {
    Object.assign(state, {node: null, edge: null});
    by("details").replaceChildren(make("p", {}, "Click a node or an edge, or use the arrow keys in the graph."));
    mark();
  }
  function mark() {
    nodeMarks.forEach((group, at) => {
      group.classList.toggle("chosen", state.node === at);
      group.classList.toggle("current", state.current === at && document.activeElement === drawing);
    });
    edgeMarks.forEach((group, at) => group.classList.toggle("chosen", state.edge === at));
    if (state.current !== null) drawing.setAttribute("aria-activedescendant", `node-${state.current}`);
    fillTable();
  }

  // Arrow keys: the nearest shown node in that direction, sideways distance counted twice.
  function neighbour(dx, dy) {
    const shown = data.nodes.map((_, at) => at).filter(at => nodeMarks[at].style.display !== "none");
    if (state.current === null || !shown.includes(state.current)) return shown.at(-1) ?? null;
    const from = data.nodes[state.current];
    let best = state.current, least = Infinity;
    for (const at of shown) {
      const to = data.nodes[at];
      const along = (to.x - from.x) * dx + (to.y - from.y) * dy;
      const across = Math.abs((to.x - from.x) * dy) + Math.abs((to.y - from.y) * dx);
      if (along > 0.01 && along + 2 * across < least) { least = along + 2 * across; best = at; }
    }
    return best;
  }
  const directions = {ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, 1], ArrowDown: [0, -1]};
  drawing.addEventListener("keydown", event => {
    if (directions[event.key]) {
      state.current = neighbour(...directions[event.key]);
      if (state.current !== null) {
        nodeMarks[state.current].scrollIntoView({block: "nearest", inline: "nearest"});
        light([...incoming[state.current], ...outgoing[state.current]]);
      }
      mark();
    } else if (event.key === "Enter" && state.current !== null) {
      chooseNode(state.current);
      by("details").focus();
    } else if (event.key === "Escape") {
      light();
      clear();
    } else {
      return;
    }
    event.preventDefault();
  });
  drawing.addEventListener("focus", mark);
  drawing.addEventListener("blur", () => { light(); mark(); });

  function show(graph) {
    by("graph").hidden = !graph;
    by("table").hidden = graph;
    by("show-graph").setAttribute("aria-pressed", graph);
    by("show-table").setAttribute("aria-pressed", !graph);
    fillTable();
  }
  by("show-graph").addEventListener("click", () => show(true));
  by("show-table").addEventListener("click", () => show(false));
  by("theme").addEventListener("change", event => {
    if (event.target.value) document.documentElement.dataset.theme = event.target.value;
    else delete document.documentElement.dataset.theme;
  });
  slider.addEventListener("input", () => {
    state.threshold = thresholdAt(Number(slider.value));
    filter();
  });

  for (const line of data.summary) by("summary").append(line, make("br"));
  for (const line of data.provenance) by("provenance").append(make("p", {}, line));
  drawAll();
  drawHistogram();
  slider.value = valueOf(data.start);
  filter();
  clear();
})();
