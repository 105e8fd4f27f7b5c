/// A result within a graph under construction: an input, a constant, or an output of a node.
///
/// It belongs to the builder that made it and has no name of its own: the builder names values when the graph
/// is complete.
public struct Value: Hashable, Sendable {
    /// Where the builder keeps it.
    let index: Int
    /// The type of its elements, known for inputs and constants.
    public let type: ElementType?

    /// Stands for an optional input of a node that is left out.
    public static let none = Value(index: -1, type: nil)
}
