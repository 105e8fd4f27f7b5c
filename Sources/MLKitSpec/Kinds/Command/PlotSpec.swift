internal import MLKitCore
internal import MLKitYAML

/// A file of a command stage whose numbers are to be drawn.
public struct PlotSpec: Hashable, Sendable {
    /// CSV or JSON, relative to the project.
    public var path: String
    public var title: String?
    /// The column along the bottom; one that counts steps, or the number of the row, if `nil`.
    public var x: String?
    /// The columns drawn; all that are numbers if empty.
    public var y: [String]

    public init(path: String, title: String? = nil, x: String? = nil, y: [String] = []) {
        self.path = path
        self.title = title
        self.x = x
        self.y = y
    }

    static let keys = KeySet<PlotSpec>(
        "a plot", blank: PlotSpec(path: ""),
        [
            Key("path", \.path, .path, "the file", required: true),
            Key("title", \.title, .text, "what stands above the picture; the path if left out"),
            Key(
                "x", \.x, .text,
                "the column along the bottom; if left out `step`, `epoch`, `round`, `iteration`, a column of dates or the "
                    + "row's number"),
            Key("y", \.y, .list(.text), "the columns drawn; all that hold numbers if left out"),
        ])
}

extension KeyType<PlotSpec> {
    /// A path alone, or with what is to be drawn of it.
    static var plot: Self {
        KeyType(.path, read: { node in node.text.map { PlotSpec(path: $0) } }, write: { .string($0.path) })
            .orElse(.object(PlotSpec.keys))
    }
}
