internal import MLKitCore

/// A picture in SVG that suits a light and a dark page, put together from above to below.
public struct SVGDocument {
    private var body = ""
    private let width: Double
    private let height: Double
    private let title: String
    private let style: String

    /// - Parameter style: rules of CSS besides those of the palette.
    public init(width: Double, height: Double, title: String, style: String = "") {
        self.width = width
        self.height = height
        self.title = title
        self.style = style
    }

    public mutating func text(
        _ text: String, x: Double, y: Double, class name: String = "", anchor: String = "start", turned: Bool = false
    ) {
        let turn = turned ? " transform=\"rotate(-90 \(Self.n(x)) \(Self.n(y)))\"" : ""
        let named = name.isEmpty ? "" : " class=\"\(name)\""
        body +=
            "<text\(named) x=\"\(Self.n(x))\" y=\"\(Self.n(y))\" text-anchor=\"\(anchor)\"\(turn)>"
            + MarkupText.escaped(text) + "</text>\n"
    }

    public mutating func rectangle(
        x: Double, y: Double, width: Double, height: Double, class name: String, radius: Double = 0,
        opacity: Double? = nil
    ) {
        let rounding = radius > 0 ? " rx=\"\(Self.n(radius))\"" : ""
        let shade = opacity.map { " fill-opacity=\"\(($0 * 100).rounded() / 100)\"" } ?? ""
        body +=
            "<rect class=\"\(name)\" x=\"\(Self.n(x))\" y=\"\(Self.n(y))\" width=\"\(Self.n(width))\" "
            + "height=\"\(Self.n(height))\"\(rounding)\(shade)/>\n"
    }

    public mutating func line(_ x1: Double, _ y1: Double, _ x2: Double, _ y2: Double, class name: String) {
        body +=
            "<line class=\"\(name)\" x1=\"\(Self.n(x1))\" y1=\"\(Self.n(y1))\" x2=\"\(Self.n(x2))\" "
            + "y2=\"\(Self.n(y2))\"/>\n"
    }

    /// - Parameter path: commands of SVG's `d`.
    public mutating func path(_ path: String, class name: String) {
        body += "<path class=\"\(name)\" d=\"\(path)\"/>\n"
    }

    /// Opens a group with a tooltip.
    public mutating func open(tooltip: String) {
        body += "<g><title>\(MarkupText.escaped(tooltip))</title>\n"
    }

    public mutating func close() { body += "</g>\n" }

    /// The whole picture.
    public var output: String {
        let size = "width=\"\(Self.n(width))\" height=\"\(Self.n(height))\""
        let box = "viewBox=\"0 0 \(Self.n(width)) \(Self.n(height))\""
        return """
            <svg xmlns="http://www.w3.org/2000/svg" \(size) \(box) role="img">
            <title>\(MarkupText.escaped(title))</title>
            <style>
            \(SVGPalette.css)\(style)</style>
            <rect class="page" width="100%" height="100%"/>
            \(body)</svg>

            """
    }

    /// A length as SVG has it.
    public static func n(_ value: Double) -> String { SVGText.number(value) }
}
