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
}
