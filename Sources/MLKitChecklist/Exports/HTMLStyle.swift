/// How the page looks, on screens of any width, in light and dark, and on paper.
enum HTMLStyle {
    static let text = """
        :root { color-scheme: light dark; --text: #1f2328; --dim: #59636e; --back: #fff; --card: #f6f8fa;
          --line: #d1d9e0; --good: #1a7f37; --warn: #9a6700; --bad: #cf222e; --calm: #0969da; }
        @media (prefers-color-scheme: dark) { :root { --text: #e6edf3; --dim: #9198a1; --back: #0d1117; --card: #151b23;
          --line: #3d444d; --good: #3fb950; --warn: #d29922; --bad: #f85149; --calm: #4493f8; } }
        * { box-sizing: border-box; }
        body { margin: 0 auto; padding: 1rem; max-width: 52rem; color: var(--text); background: var(--back);
          font: 16px/1.5 system-ui, sans-serif; overflow-wrap: anywhere; }
        h1 { font-size: 1.6rem; line-height: 1.25; margin: .5rem 0; }
        h2 { font-size: 1.3rem; margin: 2rem 0 .5rem; }
        h3 { font-size: 1.1rem; margin: 1.5rem 0 .25rem; }
        small, .about, dt { color: var(--dim); font-weight: normal; font-size: .85rem; }
        p { margin: .25rem 0; }
        a { color: var(--calm); }
        code { font: .85em ui-monospace, monospace; }
        progress { width: 100%; height: .5rem; accent-color: var(--good); }
        ul { list-style: none; padding: 0; margin: .5rem 0; }
        .item { padding: .6rem .8rem; margin: .5rem 0; background: var(--card); border: 1px solid var(--line);
          border-left: 4px solid var(--dim); border-radius: 6px; }
        .state { display: inline-block; min-width: 4.5rem; padding: 0 .5rem; border: 1px solid currentcolor;
          border-radius: 1rem; font-size: .8rem; text-align: center; color: var(--dim); }
        .is-done { border-left-color: var(--good); } .is-done .state { color: var(--good); }
        .is-stale, .is-overdue, .is-unclear { border-left-color: var(--warn); }
        .is-stale .state, .is-overdue .state, .is-unclear .state { color: var(--warn); }
        .is-failing, .is-broken { border-left-color: var(--bad); }
        .is-failing .state, .is-broken .state { color: var(--bad); }
        .is-skipped, .is-waived { border-left-color: var(--calm); }
        .is-skipped .state, .is-waived .state { color: var(--calm); }
        dl { display: grid; grid-template-columns: max-content minmax(0, 1fr); gap: .1rem .8rem; margin: .4rem 0; }
        dt, dd { margin: 0; }
        details ul { list-style: disc; padding-left: 1.2rem; }
        summary { cursor: pointer; color: var(--dim); font-size: .85rem; }
        .filters { display: flex; flex-wrap: wrap; gap: .5rem 1rem; padding: .5rem 0; }
        .filters label { min-width: 0; max-width: 100%; } select { font: inherit; max-width: 100%; }
        @media (max-width: 30rem) { dl { grid-template-columns: minmax(0, 1fr); } dd { margin-bottom: .3rem; } }
        @media print { body { max-width: none; font-size: 10pt; } .filters, details { display: none; }
          .item { break-inside: avoid; } h2, h3 { break-after: avoid; } a { color: inherit; } }
        """
}
