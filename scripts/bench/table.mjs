/** One table on standard output: each figure with its bound, and whether it is met. */

/**
 * @param {{name: string, value: number, most?: number, goal?: number, note?: string}[]} rows smaller is better; without `most` a figure is only stated
 * @param {Record<string, {command: string, wallMs: number}[]>} commands the tools' times, by service
 */
export function printTable(rows, commands = {}) {
  const cells = rows.map(({ name, value, most, goal, note = '' }) => [
    name,
    show(value),
    most === undefined ? '' : `≤ ${show(most)}${goal === undefined ? '' : `, goal ${show(goal)}`}`,
    most === undefined
      ? ''
      : value > most
        ? 'MISSED'
        : goal !== undefined && value > goal
          ? 'yes, not the goal'
          : 'yes',
    note,
  ]);
  const table = [['', 'measured', 'bound', 'met', ''], ...cells];
  const widths = table[0].map((_, column) => Math.max(...table.map((row) => row[column].length)));
  const lines = table.map((row) =>
    row
      .map((cell, column) => cell.padEnd(widths[column]))
      .join('  ')
      .trimEnd(),
  );
  lines.splice(1, 0, widths.map((width) => '─'.repeat(width)).join('  '));
  const tools = Object.entries(commands).map(
    ([service, list]) =>
      `${service}, tool by tool: ${list.map(({ command, wallMs }) => `${command} ${(wallMs / 1000).toFixed(2)} s`).join(', ')}`,
  );
  process.stdout.write(`\n${[...lines, '', ...tools].join('\n')}\n`);
}

const show = (value) => (value >= 100 ? value.toFixed(0) : value.toFixed(2));
