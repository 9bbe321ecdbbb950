# Part of Wengert, automatic differentiation for Swift.
# SPDX-License-Identifier: Apache-2.0 WITH Swift-exception
"""A plot of times on a logarithmic axis, as SVG that is readable on light and dark pages."""
import math
from xml.sax.saxutils import escape

STYLE = """
  text { font: 12px system-ui, sans-serif; fill: #24292f }
  .title { font-size: 15px; font-weight: 600 } .small { font-size: 11px; fill: #57606a }
  .grid { stroke: #d0d7de } .link { stroke: #8c959f; stroke-width: 1.5 }
  .background { fill: #ffffff }
  .c0 { fill: #0969da } .c1 { fill: #bc4c00 } .c2 { fill: #8250df } .c3 { fill: #1a7f37 }
  @media (prefers-color-scheme: dark) {
    text { fill: #e6edf3 } .small { fill: #9198a1 } .grid { stroke: #30363d } .link { stroke: #6e7681 }
    .background { fill: #0d1117 }
    .c0 { fill: #58a6ff } .c1 { fill: #f0883e } .c2 { fill: #bc8cff } .c3 { fill: #3fb950 }
  }
"""

LEFT, RIGHT, TOP, PITCH = 190, 150, 64, 26
WIDTH = 880


def text_of(seconds):
    for unit, size in (("s", 1), ("ms", 1e-3), ("µs", 1e-6)):
        if seconds >= size:
            return f"{seconds / size:.3g} {unit}"
    return f"{seconds / 1e-9:.3g} ns"


def mark(kind, x, y):
    """A circle, square, diamond or triangle: colours are not all that tells contenders apart."""
    if kind == 0:
        return f'<circle class="c0" cx="{x:.1f}" cy="{y}" r="6"/>'
    if kind == 1:
        return f'<rect class="c1" x="{x - 5:.1f}" y="{y - 5}" width="10" height="10"/>'
    corners = [(0, -7), (7, 0), (0, 7), (-7, 0)] if kind == 2 else [(0, -6), (6, 5), (-6, 5)]
    points = " ".join(f"{x + a:.1f},{y + b}" for a, b in corners)
    return f'<polygon class="c{kind}" points="{points}"/>'


def plot(title, subtitle, rows, names):
    """`rows`: for each row its label and the seconds of each contender of `names`, the first being ours."""
    times = [seconds for _, row in rows for seconds in row.values()]
    low, high = math.floor(math.log10(min(times))), math.ceil(math.log10(max(times)))
    height = TOP + PITCH * len(rows) + 44

    def place(seconds):
        return LEFT + (WIDTH - LEFT - RIGHT) * (math.log10(seconds) - low) / (high - low)

    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height}" role="img" '
        f'aria-label="{escape(title)}">',
        f"<style>{STYLE}</style>",
        f'<rect class="background" width="{WIDTH}" height="{height}"/>',
        f'<text class="title" x="16" y="24">{escape(title)}</text>',
        f'<text class="small" x="16" y="42">{escape(subtitle)}</text>',
    ]
    for k, name in enumerate(names.values()):
        x = WIDTH - 120 * (len(names) - k)
        parts += [mark(k, x, 20), f'<text x="{x + 12}" y="24">{escape(name)}</text>']
    bottom = TOP + PITCH * len(rows)
    for power in range(low, high + 1):
        x = place(10.0**power)
        parts.append(f'<line class="grid" x1="{x:.1f}" x2="{x:.1f}" y1="{TOP - 8}" y2="{bottom}"/>')
        parts.append(f'<text class="small" x="{x:.1f}" y="{bottom + 18}" text-anchor="middle">'
                     f"{text_of(10.0**power)}</text>")
    parts.append(f'<text x="{WIDTH - 16}" y="{TOP - 12}" class="small" text-anchor="end">'
                 "ours / the fastest other</text>")
    for i, (label, row) in enumerate(rows):
        y = TOP + PITCH * i + PITCH // 2
        parts.append(f'<text x="{LEFT - 14}" y="{y + 4}" text-anchor="end">{escape(label)}</text>')
        ends = [place(seconds) for seconds in row.values()]
        parts.append(f'<line class="link" x1="{min(ends):.1f}" x2="{max(ends):.1f}" y1="{y}" y2="{y}"/>')
        for k, name in reversed(list(enumerate(names))):
            if name in row:
                parts.append(f"<g><title>{escape(names[name])}: {text_of(row[name])}</title>"
                             f"{mark(k, place(row[name]), y)}</g>")
        ours, others = row.get(next(iter(names))), [s for name, s in list(row.items())[1:]]
        if ours and others:
            parts.append(f'<text x="{WIDTH - 16}" y="{y + 4}" text-anchor="end">'
                         f"{ours / min(others):.2f} ×</text>")
    return "\n".join(parts + ["</svg>", ""])
