internal import MLKitCore

/// Elements of SVG, put together from below to above: what comes later covers what came earlier.
///
/// Each element has a line of its own. Attributes stand in the order given; one that is `nil` is left out. Texts and
/// values of attributes are escaped.
public struct SVGDocument {
    public typealias Attributes = KeyValuePairs<String, String?>

    private var markup: String
    /// Spaces that an element stands further to the right than the one it is in.
    private let indent: Int
    private var depth = 1
    /// Whether the element that is open, and all in it, are on one line.
    private var isOnOneLine = false

    /// - Parameter attributes: of the `svg` element, besides its name space.
    public init(_ attributes: Attributes, indent: Int = 0) {
        self.indent = indent
        markup = "<svg xmlns=\"http://www.w3.org/2000/svg\"\(Self.text(attributes))>\n"
    }

    /// Adds an element without others in it.
    ///
    /// - Parameter content: what it says, if anything.
    public mutating func element(_ name: String, _ attributes: Attributes = [:], text content: String? = nil) {
        line("<\(name)\(Self.text(attributes))" + (content.map { ">\(MarkupText.escaped($0))</\(name)>" } ?? "/>"))
    }

    /// Adds an element with others in it.
    ///
    /// - Parameter tooltip: what is shown while the pointer is over it.
    public mutating func group(
        _ name: String = "g", _ attributes: Attributes = [:], tooltip: String? = nil, onOneLine: Bool = false,
        _ body: (inout SVGDocument) -> Void
    ) {
        let isInLine = isOnOneLine
        startLine()
        isOnOneLine = isInLine || onOneLine
        let title = tooltip.map { "<title>\(MarkupText.escaped($0))</title>" } ?? ""
        markup += "<\(name)\(Self.text(attributes))>\(title)"
        endLine()
        depth += 1
        body(&self)
        depth -= 1
        startLine()
        markup += "</\(name)>"
        isOnOneLine = isInLine
        endLine()
    }

    /// Adds rules of CSS, which end in a line break.
    public mutating func style(_ rules: String) {
        line("<style>\n\(rules)</style>")
    }

    /// The whole picture.
    public var output: String { markup + "</svg>\n" }

    private mutating func line(_ element: String) {
        startLine()
        markup += element
        endLine()
    }

    private mutating func startLine() {
        if indent > 0, !isOnOneLine { markup += String(repeating: " ", count: indent * depth) }
    }

    private mutating func endLine() {
        if !isOnOneLine { markup += "\n" }
    }

    private static func text(_ attributes: Attributes) -> String {
        attributes.reduce(into: "") { text, attribute in
            if let value = attribute.value { text += " \(attribute.key)=\"\(MarkupText.escaped(value))\"" }
        }
    }
}
