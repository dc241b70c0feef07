const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

/** Text for an HTML page: whatever it holds, it stays text. */
function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (character) => ENTITIES[character] ?? '');
}

/** Marks up a page; every interpolated string is escaped, {@link Html} values are not, in lists neither. */
export function html(
  parts: TemplateStringsArray,
  ...values: (string | number | Html | readonly Html[])[]
): Html {
  let text = parts[0] ?? '';
  values.forEach((value, place) => {
    if (value instanceof Html) text += value.text;
    else if (Array.isArray(value)) text += value.map((item: Html) => item.text).join('');
    else text += escapeHtml(String(value));
    text += parts[place + 1] ?? '';
  });
  return new Html(text);
}

/** Text that is markup already. */
export class Html {
  constructor(readonly text: string) {}
}
