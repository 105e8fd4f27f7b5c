/// Pictures that suit a light and a dark page: their elements have classes, which `SVGPalette` gives their colours.
extension SVGDocument {
    /// - Parameter style: rules of CSS besides those of the palette.
    public init(width: Double, height: Double, title: String, style: String = "") {
        let (width, height) = (Self.n(width), Self.n(height))
        self.init(["width": width, "height": height, "viewBox": "0 0 \(width) \(height)", "role": "img"])
        element("title", text: title)
        self.style(SVGPalette.css + style)
        element("rect", ["class": "page", "width": "100%", "height": "100%"])
    }

    public mutating func text(
        _ text: String, x: Double, y: Double, class name: String = "", anchor: String = "start", turned: Bool = false
    ) {
        element(
            "text",
            [
                "class": name.isEmpty ? nil : name, "x": Self.n(x), "y": Self.n(y), "text-anchor": anchor,
                "transform": turned ? "rotate(-90 \(Self.n(x)) \(Self.n(y)))" : nil,
            ], text: text)
    }

    public mutating func rectangle(
        x: Double, y: Double, width: Double, height: Double, class name: String, radius: Double = 0,
        opacity: Double? = nil
    ) {
        element(
            "rect",
            [
                "class": name, "x": Self.n(x), "y": Self.n(y), "width": Self.n(width), "height": Self.n(height),
                "rx": radius > 0 ? Self.n(radius) : nil, "fill-opacity": opacity.map { "\(($0 * 100).rounded() / 100)" },
            ])
    }

    public mutating func line(_ x1: Double, _ y1: Double, _ x2: Double, _ y2: Double, class name: String) {
        element("line", ["class": name, "x1": Self.n(x1), "y1": Self.n(y1), "x2": Self.n(x2), "y2": Self.n(y2)])
    }

    /// - Parameter path: commands of SVG's `d`.
    public mutating func path(_ path: String, class name: String) {
        element("path", ["class": name, "d": path])
    }

    /// A length, with at most one decimal.
    public static func n(_ value: Double) -> String { SVGText.number(value) }
}
