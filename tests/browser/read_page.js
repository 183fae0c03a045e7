// Returns what somebody sees on the page (see page.py), through every shadow root.
async () => {
  const frame = () => new Promise((done) => requestAnimationFrame(done));
  await frame();
  await frame();

  const children = (node) =>
    node.shadowRoot?.childNodes ??
    (node.localName === "slot" && node.assignedNodes().length ? node.assignedNodes() : node.childNodes);

  const isShown = (element) => {
    const style = getComputedStyle(element);
    if (style.display === "contents") return true;
    return style.display !== "none" && style.visibility === "visible" && element.getClientRects().length > 0;
  };

  // All elements and texts that are shown, in the order of the page
  const shown = (node) => {
    if (node.nodeType === Node.TEXT_NODE) return node.data.trim() ? [node] : [];
    if (node.nodeType !== Node.ELEMENT_NODE || ["style", "script", "svg"].includes(node.localName)) return [];
    const inside = [...children(node)].flatMap(shown);
    if (getComputedStyle(node).display === "none") return [];
    return isShown(node) ? [node, ...inside] : inside.filter((each) => each.nodeType === Node.ELEMENT_NODE);
  };

  const all = shown(document.body);
  const named = (name, among = all) => among.filter((each) => each.localName === name);
  const texts = (node) =>
    shown(node)
      .filter((each) => each.nodeType === Node.TEXT_NODE)
      .map((each) => each.data.trim());
  const textOf = (node) => (node ? texts(node).join(" ") : "");

  const dialog = named("dialog").at(-1);
  const surface = dialog ? shown(dialog) : named("partial-panel-resolver").flatMap(shown);

  const box = (node) => {
    if (node.nodeType === Node.ELEMENT_NODE) return node.getBoundingClientRect();
    const range = document.createRange();
    range.selectNodeContents(node);
    return range.getBoundingClientRect();
  };
  const isOutside = (text) => box(text).left < -1 || box(text).right > innerWidth + 1;
  const isMissed = (control) => {
    const middle = box(control).left + box(control).width / 2;
    return middle < 0 || middle > innerWidth;
  };
  const controls = surface.filter((each) => ["a", "button", "input"].includes(each.localName));

  const elementAt = (x, y) => {
    let found = document.elementFromPoint(x, y);
    while (found?.shadowRoot) {
      const deeper = found.shadowRoot.elementFromPoint(x, y);
      if (!deeper || deeper === found) break;
      found = deeper;
    }
    return found;
  };
  const isWithin = (node, ancestor) => {
    for (let each = node; each; each = each.assignedSlot ?? each.parentNode ?? each.host) {
      if (each === ancestor) return true;
    }
    return false;
  };
  const isCovered = (button) => {
    button.scrollIntoView({ block: "nearest" });
    const { left, top, width, height } = box(button);
    const hit = elementAt(left + width / 2, top + height / 2);
    // Its text is a part of its host.
    return !isWithin(hit, button) && hit !== button.getRootNode().host;
  };
  const nameOf = (control) =>
    textOf(control) || control.ariaLabel || control.title || control.getRootNode().host?.label || "";

  const flow = surface.find((each) => each.localName?.startsWith("step-flow-") && each.step);
  const form = flow?.step.type === "form" ? flow : null;
  const fieldsIn = (form ? shown(form) : []).filter((each) =>
    ["ha-selector", "ha-form-string"].includes(each.localName),
  );

  return {
    width: innerWidth,
    texts: texts(document.body),
    title: textOf(surface.find((each) => each.slot === "title" || each.slot === "headerTitle")),
    outside: [
      ...surface.filter((each) => each.nodeType === Node.TEXT_NODE && isOutside(each)).map((each) => each.data.trim()),
      ...controls.filter(isMissed).map(nameOf),
    ],
    covered: dialog ? named("button", surface).filter(isCovered).map(nameOf) : [],
    step: flow?.step ?? null,
    description: textOf(form?.shadowRoot.querySelector("ha-markdown")),
    alerts: form ? named("ha-alert", shown(form)).map(textOf) : [],
    fields: fieldsIn.map((each) => {
      const [label = "", ...rest] = texts(each);
      const input = shown(each).find((inner) => ["input", "textarea"].includes(inner.localName));
      return {
        name: each.name ?? each.schema.name,
        label: label.replace(/\s*\*$/, ""),
        description: rest.join(" "),
        kind: input?.type ?? "",
        value: input?.value ?? "",
      };
    }),
    rows: named("hui-generic-entity-row", surface).map((each) => texts(each)[0] ?? ""),
  };
}
