/// The colours of pictures, on a light page and on a dark one. Series are told apart by their dashes too.
enum SVGPalette {
    /// How many series have a colour of their own.
    static let seriesCount = series.count

    private static let series: [(light: String, dark: String)] = [
        ("#1f6fb4", "#6cb6ff"), ("#d1590a", "#ff9d5c"), ("#2f8f4e", "#6bd490"), ("#9b3fa8", "#dd9be6"),
        ("#b8860b", "#e6c04a"), ("#c2324a", "#ff8394"), ("#12868c", "#5fd3d9"), ("#6b5b4b", "#c4b09b"),
    ]

    private static let light = [
        "page": "#ffffff", "ink": "#1c2430", "faint": "#5b6675", "rule": "#dfe4ea", "frame": "#8a94a3",
        "box": "#f4f6f9", "fresh": "#d9f2e0", "fresh-edge": "#2f8f4e", "stale": "#ffe9b8", "stale-edge": "#b07d00",
        "kept": "#d8e8fb", "kept-edge": "#2f6fb0",
    ]
    private static let dark = [
        "page": "#12161c", "ink": "#e6ebf2", "faint": "#9aa5b4", "rule": "#2a323d", "frame": "#66717f",
        "box": "#1d242d", "fresh": "#173824", "fresh-edge": "#5fc584", "stale": "#463512", "stale-edge": "#e0ac3a",
        "kept": "#16304d", "kept-edge": "#6cb6ff",
    ]

    static let css: String = {
        func variables(_ colours: [String: String], _ shades: [String]) -> String {
            let named = colours.sorted { $0.key < $1.key }.map { "--\($0.key):\($0.value)" }
            return (named + shades.enumerated().map { "--s\($0.offset):\($0.element)" }).joined(separator: ";")
        }
        var css = "svg{\(variables(light, series.map(\.light)))}\n"
        css += "@media(prefers-color-scheme:dark){svg{\(variables(dark, series.map(\.dark)))}}\n"
        css += ".page{fill:var(--page)}\n"
        css += "text{font-family:ui-monospace,'DejaVu Sans Mono',Menlo,Consolas,monospace;"
        css += "font-size:12px;fill:var(--ink)}\n"
        css += ".faint{fill:var(--faint);font-size:11px}.title{font-size:14px;font-weight:600}\n"
        return css
    }()

    /// Rules for the lines of the first series.
    static func seriesCSS(_ count: Int) -> String {
        let lines = (0..<min(count, seriesCount)).map { ".l\($0){stroke:var(--s\($0))}" }.joined()
        let common = (0..<min(count, seriesCount)).map { ".l\($0)" }.joined(separator: ",")
        return common + "{fill:none;stroke-width:1.8;stroke-linejoin:round;stroke-linecap:round}\n" + lines
            + "\n.d1{stroke-dasharray:6 4}.d2{stroke-dasharray:1 4}.d3{stroke-dasharray:8 4 1 4}\n"
    }
}
