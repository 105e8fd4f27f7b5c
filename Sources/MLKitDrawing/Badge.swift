/// A label and a value side by side, for a README, as shields.io draws them.
public struct Badge: Sendable {
    public var label: String
    public var value: String
    /// Behind the value.
    public var colour: String

    public init(label: String, value: String, colour: String) {
        self.label = label
        self.value = value
        self.colour = colour
    }

    private static let margin = 6

    /// The badge as a picture.
    public var svg: String {
        let widths = [label, value].map { SVGText.width(inVerdana: $0) + Self.margin * 2 }
        let all = "\(widths[0] + widths[1])"
        let title = "\(label): \(value)"
        var picture = SVGDocument(
            ["width": all, "height": "20", "role": "img", "aria-label": title], indent: 2)
        picture.element("title", text: title)
        picture.group("clipPath", ["id": "r"], onOneLine: true) {
            $0.element("rect", ["width": all, "height": "20", "rx": "3"])
        }
        picture.group("g", ["clip-path": "url(#r)"]) {
            $0.element("rect", ["width": "\(widths[0])", "height": "20", "fill": "#444"])
            $0.element("rect", ["x": "\(widths[0])", "width": "\(widths[1])", "height": "20", "fill": colour])
        }
        let font = "Verdana,DejaVu Sans,Geneva,sans-serif"
        picture.group("g", ["fill": "#fff", "text-anchor": "middle", "font-family": font, "font-size": "11"]) {
            Self.write(label, widths[0], from: 0, to: &$0)
            Self.write(value, widths[1], from: widths[0], to: &$0)
        }
        return picture.output
    }

    /// `textLength` keeps the text in its box where another font is wider.
    private static func write(_ text: String, _ width: Int, from x: Int, to picture: inout SVGDocument) {
        let middle = SVGDocument.n(Double(x) + Double(width) / 2)
        picture.element("text", ["x": middle, "y": "14", "textLength": "\(width - margin * 2)"], text: text)
    }
}
