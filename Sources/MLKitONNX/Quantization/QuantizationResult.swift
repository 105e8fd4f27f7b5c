/// A quantized model, and which of its nodes were quantized.
public struct QuantizationResult: Hashable, Sendable {
    /// A node with weights that was left in float, or in more bits than were asked for.
    public struct Skipped: Hashable, Sendable {
        public var name: String
        /// Why, such as `its second factor is not constant`.
        public var reason: String

        /// The reason of mode `float16` for what has no floats.
        public static let halves = "its weights are halves already"
        /// The reason of a node that the user named.
        public static let toBeKept = "it is to be left in float"
    }

    public var model: Model
    /// In the order of the graph, by name, or by what they compute where they have none.
    public var quantizedNodes: [String] = []
    public var skipped: [Skipped] = []
    /// Nodes whose weights are bytes where four bits were asked for, and why.
    public var inBytes: [Skipped] = []
    /// Nodes of which weights that were not zero are so now, and how many: beside the others they are nothing.
    public var zeroed: [Skipped] = []
}
