internal import MLKitCore

/// The constant operand of a node: what a model's file is full of.
struct WeightTensor {
    let values: [Float]
    let shape: [Int]
    /// The dimension that counts output channels, each of which may have a scale of its own.
    private(set) var channelAxis: Int
    /// What the values are in the model: `float`, or the halves `float16` and `bfloat16`.
    let type: ElementType
    /// In which order a kernel multiplies the elements of a channel.
    let order: Order
    /// Whether the node takes the matrix transposed.
    let isTurned: Bool
    /// As what the weights are kept where several nodes use them in ways of their own.
    private(set) var shared: SharedForm?
    /// Whether they were multiplied by a factor, and are not as the model has them any more.
    private(set) var isScaled = false

    enum Order {
        /// As they stand.
        case row
        /// Of a convolution [M, C, ...]: position by position, at each all C inputs.
        case position
    }

    /// - Throws: `Failure` whose message is the reason why it cannot be quantized.
    init(_ tensor: Tensor, channelAxis: Int, order: Order = .row, isTurned: Bool = false) throws {
        guard let reals = Self.floats(tensor) else { throw Failure("its weights are \(tensor.type.rawValue), not float") }
        guard tensor.shape.indices.contains(channelAxis) else { throw Failure("its weights have no dimension \(channelAxis)") }
        guard !reals.isEmpty else { throw Failure("its weights are empty") }
        guard reals.allSatisfy(\.isFinite) else { throw Failure("its weights are not all finite") }
        values = reals
        shape = tensor.shape
        self.channelAxis = channelAxis
        type = tensor.type
        self.order = order
        self.isTurned = isTurned
    }

    private static func floats(_ tensor: Tensor) -> [Float]? {
        switch tensor.values {
        case .float(let values): values
        case .float16(let values): values.map { Float($0) }
        case .bfloat16(let values): values.map(\.float)
        default: nil
        }
    }

    /// The dimension that counts channels in what the node takes.
    var usedAxis: Int { isTurned ? 1 - channelAxis : channelAxis }

    /// - Throws: `Failure` if a step of a byte is smaller than numbers that floats hold with all their digits.
    func checkScale() throws {
        let largest = values.lazy.map(abs).max() ?? 0
        guard largest == 0 || (largest / 127).isNormal else { throw Failure("its weights are so small that no scale of theirs is a float") }
    }

    /// The same as all nodes have them that use them.
    func sharing(_ form: SharedForm) -> WeightTensor {
        var tensor = self
        (tensor.shared, tensor.channelAxis) = (form, form.axis)
        return tensor
    }

    var channelCount: Int { shape[channelAxis] }
    /// How many elements each channel has.
    var channelSize: Int { values.count / channelCount }
    /// How many elements of a channel stand side by side.
    private var run: Int { shape[(channelAxis + 1)...].reduce(1, *) }

    /// The channel to which the element at a place of `values` belongs.
    func channel(ofElement place: Int) -> Int { place / run % channelCount }

    /// The elements of a channel, in the order in which a kernel multiplies them.
    func elements(of channel: Int) -> [Float] {
        let run = run
        guard order == .position, channelAxis == 0, shape.count > 2 else {
            if run == 1 { return stride(from: channel, to: values.count, by: channelCount).map { values[$0] } }
            return stride(from: channel * run, to: values.count, by: channelCount * run).flatMap { values[$0..<($0 + run)] }
        }
        let (start, depth) = (channel * run, shape[1])
        let positions = run / max(depth, 1)
        return (0..<run).map { step in values[start + step % depth * positions + step / depth] }
    }

    /// Whether bytes with their scales, zero points and node are smaller.
    var gains: Bool { values.count * 3 > channelCount * 5 + 80 }

    /// All values times a number.
    func scaled(by factor: Float) throws -> WeightTensor {
        guard factor != 1 else { return self }
        let scaled = values.map { $0 * factor }
        guard scaled.allSatisfy(\.isFinite) else { throw Failure("its weights times its `alpha` are not all finite") }
        guard !zip(values, scaled).contains(where: { $0 != 0 && $1 == 0 }) else {
            throw Failure("its weights times its `alpha` are too small for floats")
        }
        return WeightTensor(scaled, like: self)
    }

    private init(_ values: [Float], like other: WeightTensor) {
        self.values = values
        (shape, channelAxis, type, order, isTurned) = (other.shape, other.channelAxis, other.type, other.order, other.isTurned)
        isScaled = true
    }
}
