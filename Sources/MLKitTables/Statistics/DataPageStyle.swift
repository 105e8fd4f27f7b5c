/// How the page looks, on screens of any width, in light and dark, and on paper.
enum DataPageStyle {
    static let text = """
        :root { color-scheme: light dark; --text: #1f2328; --dim: #59636e; --back: #fff; --card: #f6f8fa; --line: #d1d9e0; }
        @media (prefers-color-scheme: dark) { :root { --text: #e6edf3; --dim: #9198a1; --back: #0d1117; --card: #151b23; --line: \
        #3d444d; } }
        * { box-sizing: border-box; }
        body { margin: 0 auto; padding: 1rem; max-width: 72rem; color: var(--text); background: var(--back);
          font: 16px/1.5 system-ui, sans-serif; overflow-wrap: anywhere; }
        h1 { font-size: 1.6rem; line-height: 1.25; margin: .5rem 0; } h2 { font-size: 1.3rem; margin: 2rem 0 .5rem; }
        h3 { font-size: 1rem; margin: 0 0 .4rem; } small, dt, figcaption { color: var(--dim); font-weight: normal; font-size: .85rem; }
        .cards { display: grid; grid-template-columns: repeat(auto-fill, minmax(min(21rem, 100%), 1fr)); gap: .8rem; }
        section, figure { margin: 0; padding: .7rem; background: var(--card); border: 1px solid var(--line); border-radius: 6px; }
        svg { max-width: 100%; height: auto; } section svg .page, figure svg .page { fill: none; }
        dl { display: grid; grid-template-columns: max-content minmax(0, 1fr); gap: .1rem .8rem; margin: .4rem 0; } dt, dd { margin: 0; }
        .wide { overflow-x: auto; } table { border-collapse: collapse; } th, td { padding: .2rem .7rem; border-bottom: 1px solid \
        var(--line); }
        th { text-align: left; font-weight: normal; } td { text-align: right; font-variant-numeric: tabular-nums; }
        @media print { body { max-width: none; font-size: 10pt; } section, figure { break-inside: avoid; } }
        """
}
