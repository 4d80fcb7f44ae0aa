"use strict";
// Courses and maps that the reader moves through time. All data stand in the page; nothing is asked of the network.
{
  const data = JSON.parse(document.getElementById("data").textContent);
  const at = (id) => document.getElementById(id);
  const COLOURS = ["#0072b2", "#d55e00", "#009e73", "#cc79a7", "#56b4e9", "#a6761d"];
  const DASHES = ["", "7 3", "2 2", "9 3 2 3", "4 4", "12 3"];
  const FEW_TO_MANY = ["#fee838", "#bcae6c", "#7d7c78", "#414d6b", "#00224e"];
  const LESS_TO_MORE = ["#542788", "#b2abd2", "#f7f7f7", "#fdb863", "#b35806"];
  const WIDTH = 720, HEIGHT = 440, LEFT = 62, RIGHT = 12, TOP = 26, BOTTOM = 30, TILE = 100, PLAY = 220;
  const scenarios = data.scenarios;
  const times = [...new Set(scenarios.flatMap((one) => one.times))].sort();
  const day = (time) => Date.parse(time.length === 7 ? `${time}-15` : time);

  const words = (value, sign = false) => {
    if (value === null || value === undefined) return "\u2013";
    const size = Math.abs(value);
    const said = size >= 1000 ? Math.round(size).toLocaleString("en") : String(Number(size.toPrecision(3)));
    return (value < 0 ? "\u2212" : sign && value > 0 ? "+" : "") + said;
  };
  const named = (time) => {
    const shown = { year: "numeric", month: "long", timeZone: "UTC" };
    if (time.length > 7) shown.day = "numeric";
    return new Intl.DateTimeFormat("en", shown).format(day(time));
  };
  const drawn = (name, facts, parent, text) => {
    const element = document.createElementNS(at("course-picture").namespaceURI, name);
    for (const [key, value] of Object.entries(facts)) element.setAttribute(key, value);
    if (text !== undefined) element.textContent = text;
    parent.append(element);
    return element;
  };
  const made = (name, parent, text, facts = {}) => {
    const element = Object.assign(document.createElement(name), facts);
    if (text !== undefined) element.textContent = text;
    parent.append(element);
    return element;
  };
  const rate = (measure, time) => measure.unit + (measure.flow ? (time.length > 7 ? " a day" : " a month") : "");
  const blank = (width, height, picture) => {
    picture.replaceChildren();
    picture.setAttribute("viewBox", `0 0 ${width} ${height}`);
    return picture;
  };
  const mixed = (colours, share) => {
    const place = Math.min(Math.max(share, 0), 1) * (colours.length - 1), low = Math.min(Math.floor(place), colours.length - 2);
    const parts = [colours[low], colours[low + 1]].map((hex) => [1, 3, 5].map((i) => parseInt(hex.slice(i, i + 2), 16)));
    return parts[0].map((one, i) => Math.round(one + (parts[1][i] - one) * (place - low)));
  };
  const ink = (colour) => {
    const [red, green, blue] = colour.map((part) => (part / 255) ** 2.2);
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue > 0.18 ? "#000" : "#fff";
  };
  const tick = (top) => {
    const rough = top / 4, size = 10 ** Math.floor(Math.log10(rough));
    return [1, 2, 5, 10].map((one) => one * size).find((one) => one >= rough);
  };
  const table = (parent, caption, titles, rows) => {
    parent.replaceChildren();
    const whole = made("table", parent);
    made("caption", whole, caption);
    const head = made("tr", made("thead", whole));
    for (const title of titles) made("th", head, title, { scope: "col" });
    const body = made("tbody", whole);
    for (const [name, ...cells] of rows) {
      const row = made("tr", body);
      made("th", row, name, { scope: "row" });
      for (const cell of cells) made("td", row, cell, { className: "number" });
    }
  };

  const now = () => times[at("when").value];
  const chosen = (id) => data[id][at(id).value];
  const shown = () => scenarios.map((_, i) => i).filter((i) => at(`scenario-${i}`).checked);
  const figures = (measure, i, time) => {
    const place = scenarios[i].times.indexOf(time), held = measure.values[i];
    return place < 0 || !held ? null : held.map((row) => (Array.isArray(row) ? row[place] : null));
  };

  const line = (points) => {
    let path = "", pen = "M";
    for (const [x, y] of points) {
      if (y === null) pen = "M";
      else [path, pen] = [`${path}${pen}${x.toFixed(1)} ${y.toFixed(1)}`, "L"];
    }
    return path;
  };

  const course = () => {
    const measure = chosen("courses"), picture = blank(WIDTH, HEIGHT, at("course-picture"));
    const kept = shown().filter((i) => measure.values[i]);
    const top = Math.max(...kept.flatMap((i) => measure.values[i].flat()), 1e-9) * 1.05;
    const ends = [day(times[0]), Math.max(day(times.at(-1)), day(times[0]) + 1)];
    const x = (time) => LEFT + ((WIDTH - LEFT - RIGHT) * (day(time) - ends[0])) / (ends[1] - ends[0]);
    const y = (value) => (value === null ? null : HEIGHT - BOTTOM - ((HEIGHT - TOP - BOTTOM) * value) / top);
    for (let value = 0; value <= top; value += tick(top)) {
      drawn("line", { x1: LEFT, x2: WIDTH - RIGHT, y1: y(value), y2: y(value), class: "grid" }, picture);
      drawn("text", { x: LEFT - 6, y: y(value) + 4, "text-anchor": "end" }, picture, words(value));
    }
    const firsts = times.filter((time, i) => i === 0 || time.slice(0, 4) !== times[i - 1].slice(0, 4));
    let free = -100;
    for (const time of firsts.length > 2 ? firsts.slice(1) : times.filter((_, i) => i % Math.ceil(times.length / 6) === 0)) {
      if (x(time) < free || x(time) > WIDTH - 30) continue;
      drawn("text", { x: x(time), y: HEIGHT - 9, "text-anchor": "middle" }, picture, firsts.length > 2 ? time.slice(0, 4) : time);
      free = x(time) + 72;
    }
    drawn("text", { x: 4, y: 14 }, picture, rate(measure, times[0]));
    for (const i of kept) {
      const [middle, low, high] = measure.values[i], stamps = scenarios[i].times, colour = COLOURS[i % COLOURS.length];
      if (low) {
        const there = stamps.map((time, k) => [time, low[k], high[k]]).filter((one) => one[1] !== null);
        const edge = [...there.map(([t, l]) => [x(t), y(l)]), ...there.reverse().map(([t, , h]) => [x(t), y(h)])];
        drawn("path", { d: `${line(edge)}Z`, fill: colour, "fill-opacity": 0.16 }, picture);
      }
      const points = stamps.map((time, k) => [x(time), y(middle[k])]);
      const facts = { fill: "none", stroke: colour, "stroke-width": 2, "stroke-dasharray": DASHES[i % DASHES.length] };
      drawn("path", { d: line(points), ...facts }, picture);
    }
    drawn("line", { x1: x(now()), x2: x(now()), y1: TOP - 8, y2: HEIGHT - BOTTOM, class: "now" }, picture);
    const rows = [], said = [];
    for (const i of kept) {
      const [middle, low, high] = figures(measure, i, now()) ?? [null];
      if (middle !== null) drawn("circle", { cx: x(now()), cy: y(middle), r: 4, fill: COLOURS[i % COLOURS.length] }, picture);
      const range = low === undefined || middle === null ? "" : `${words(low)} to ${words(high)}`;
      rows.push([scenarios[i].title, words(middle), range]);
      said.push(`${scenarios[i].title} ${words(middle)}${range && ` (${range})`}`);
    }
    const what = `${measure.title}, ${rate(measure, now())}, ${named(now())}`;
    picture.setAttribute("aria-label", `Course of ${measure.title} from ${named(times[0])} to ${named(times.at(-1))}`);
    at("course-said").textContent = `${what}: ${said.join("; ") || "no scenario is chosen"}.`;
    table(at("course-table"), what, ["Scenario", "Figure", "Range of runs"], rows);
  };

  const values = (measure, whose, time) => {
    const [one, other] = whose.split("-").map((i) => measure.values[i]?.[time.slice(0, 7)] ?? null);
    if (one === null || other === null) return null;
    return other === undefined ? one : one.map((value, k) => value - other[k]);
  };

  const map = () => {
    const measure = chosen("maps"), whose = at("whose").value, changes = whose.includes("-");
    const { regions, title } = scenarios[parseInt(whose, 10)];
    const every = times.flatMap((time) => values(measure, whose, time) ?? []).map(Math.abs);
    const top = Math.max(...every, 1e-9), held = values(measure, whose, now());
    const across = regions.map((one) => one.x), up = regions.map((one) => one.y);
    const wide = Math.max(...across) - Math.min(...across) + 1, high = Math.max(...up) - Math.min(...up) + 1;
    const picture = blank(wide * TILE, high * TILE + 62, at("map-picture"));
    const colours = changes ? LESS_TO_MORE : FEW_TO_MANY;
    const share = (value) => (changes ? 0.5 + value / top / 2 : Math.sqrt(Math.max(value, 0) / top));
    regions.forEach(({ name, x, y }, k) => {
      const value = held ? held[k] : null;
      const colour = value === null ? [128, 128, 128] : mixed(colours, share(value));
      const left = (x - Math.min(...across)) * TILE, above = (Math.max(...up) - y) * TILE, middle = left + TILE / 2;
      const box = { x: left + 2, y: above + 2, width: TILE - 4, height: TILE - 4, rx: 7, fill: `rgb(${colour})` };
      drawn("rect", { ...box, stroke: "#888", "stroke-width": 0.6 }, picture);
      const facts = { x: middle, "text-anchor": "middle", style: `fill:${ink(colour)}` };
      name.forEach((part, row) => drawn("text", { ...facts, y: above + 25 + 16 * row, "font-size": 14 }, picture, part));
      drawn("text", { ...facts, y: above + 82, "font-size": 19, "font-weight": 600 }, picture, words(value, changes));
    });
    const below = high * TILE + 14, length = Math.min(300, wide * TILE * 0.7), steps = 40;
    for (let step = 0; step < steps; step++) {
      const part = (step + 0.5) / steps, colour = mixed(colours, changes ? part : Math.sqrt(part));
      const box = { x: 4 + (length * step) / steps, y: below, width: length / steps + 0.5, height: 14, fill: `rgb(${colour})` };
      drawn("rect", box, picture);
    }
    drawn("text", { x: 4, y: below + 34, "font-size": 16 }, picture, words(changes ? -top : 0, changes));
    drawn("text", { x: 4 + length, y: below + 34, "font-size": 16, "text-anchor": "end" }, picture, words(top, changes));
    drawn("text", { x: 14 + length, y: below + 12, "font-size": 16 }, picture, rate(measure, ""));
    const time = now().slice(0, 7), of = changes ? `${title} less ${scenarios[0].title}` : title;
    const what = `${measure.title} by region, ${rate(measure, "")}, ${named(time)}: ${of}`;
    const sorted = regions.map((one, k) => [one.name.join(" "), held ? held[k] : null]);
    sorted.sort((one, other) => Math.abs(other[1]) - Math.abs(one[1]));
    const most = sorted.slice(0, 3).map(([name, value]) => `${name} ${words(value, changes)}`).join(", ");
    picture.setAttribute("aria-label", `Map. ${what}`);
    at("map-said").textContent = held ? `${what}. ${changes ? "Largest changes" : "Most"}: ${most}.` : `${what}: no figures of this month.`;
    table(at("map-table"), what, ["Region", "Figure"], sorted.map(([name, value]) => [name, words(value, changes)]));
  };

  const show = () => {
    at("now").textContent = named(now());
    at("when").setAttribute("aria-valuetext", named(now()));
    course();
    map();
  };

  scenarios.forEach(({ title }, i) => {
    const label = made("label", at("scenarios"));
    made("input", label, undefined, { type: "checkbox", id: `scenario-${i}`, checked: true }).addEventListener("change", show);
    const mark = drawn("svg", { viewBox: "0 0 26 10", class: "mark", "aria-hidden": "true" }, label);
    const facts = { stroke: COLOURS[i % COLOURS.length], "stroke-dasharray": DASHES[i % DASHES.length], "stroke-width": 3 };
    drawn("line", { x1: 0, x2: 26, y1: 5, y2: 5, ...facts }, mark);
    made("span", label, title);
    made("option", at("whose"), title, { value: String(i) });
  });
  scenarios.forEach(({ title, regions }, i) => {
    if (i > 0 && JSON.stringify(regions) === JSON.stringify(scenarios[0].regions))
      made("option", at("whose"), `Change: ${title} less ${scenarios[0].title}`, { value: `${i}-0` });
  });
  for (const id of ["courses", "maps"])
    data[id].forEach(({ title }, i) => made("option", at(id), title, { value: String(i) }));
  for (const id of ["courses", "maps", "whose"]) at(id).addEventListener("change", show);
  at("when").max = String(times.length - 1);
  at("when").value = at("when").max;
  at("when").addEventListener("input", show);
  let playing = 0;
  const stop = () => {
    clearInterval(playing);
    playing = 0;
    at("play").textContent = "Play";
  };
  at("play").addEventListener("click", () => {
    if (playing) return stop();
    if (at("when").value === at("when").max) at("when").value = "0";
    at("play").textContent = "Stop";
    playing = setInterval(() => {
      if (at("when").value === at("when").max) return stop();
      at("when").stepUp();
      show();
    }, PLAY);
  });
  at("moving").hidden = false;
  show();
}
